// Takes one check out of the server at a time and looks whether rights.test.ts would have seen it.
import type { Contract } from '@beistand/contract';
import { type Bytes, ROLE, ROW_KIND, type Row } from '@beistand/wire';
import {
  BinaryOperationNode,
  type KyselyPlugin,
  OperationNodeTransformer,
  OperatorNode,
  ValueNode,
} from 'kysely';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Part } from '../centres/access.ts';
import { mismatches, statedCells, undoEverything } from '../testing/rights.ts';
import { type Cast, raiseRightsCast } from '../testing/rights-cast.ts';
import { useDatabase } from '../testing/use-database.ts';
import { transactions } from './transact.ts';

const removed = vi.hoisted(() => ({ check: '' }));
const is = (check: string) => removed.check === check;

vi.mock('./arrive.ts', async (original) => {
  const real = await original<typeof import('./arrive.ts')>();
  const without: Record<string, string> = {
    'a session': 'signed-in',
    'being staff': 'staff',
    'being an administrator': 'administrator',
    'staff at both doors': 'staff',
  };
  const lower = {
    'signed-in': 'anyone',
    staff: 'signed-in',
    administrator: 'staff',
    anyone: 'anyone',
  } as const;
  const arrive: typeof real.arrive = (door, request, needs) => {
    const isLowered = without[removed.check] === needs.audience;
    return real.arrive(door, request, {
      ...needs,
      audience: isLowered ? lower[needs.audience] : needs.audience,
    });
  };
  return { ...real, arrive };
});

vi.mock('../centres/rules.ts', async (original) => {
  const real = await original<typeof import('../centres/rules.ts')>();
  return {
    ...real,
    leads: (part: Part) => is('leads') || real.leads(part),
    administers: (part: Part) => is('administers') || real.administers(part),
    builds: (part: Part) => is('builds') || real.builds(part),
  };
});

vi.mock('../centres/access.ts', async (original) => {
  const real = await original<typeof import('../centres/access.ts')>();
  const enterCentre: typeof real.enterCentre = (tenant, centre, account, may, options) =>
    real.enterCentre(
      tenant,
      centre,
      account,
      (part, row) =>
        is('enterCentre') ||
        may(
          {
            ...part,
            ...(is('staff at both doors') && { isStaff: true }),
            ...(is('mayFound') && { mayFound: row.log_idx < 0 }),
          },
          is('has a log') ? { ...row, log_idx: 0 } : row,
        ),
      options,
    );
  return {
    ...real,
    enterCentre,
    isOpen: (row: Parameters<typeof real.isOpen>[0]) => is('isOpen') || real.isOpen(row),
  };
});

vi.mock('../staff/access.ts', async (original) => {
  const real = await original<typeof import('../staff/access.ts')>();
  const invitationsFor: typeof real.invitationsFor = async (tenant, centre, account) => {
    const found = await real.invitationsFor(tenant, centre, account);
    return is('whose invitations') ? { ...found, kinds: ['colleague', 'lead'] } : found;
  };
  return { ...real, invitationsFor };
});

vi.mock('../conversations/access.ts', async (original) => {
  const real = await original<typeof import('../conversations/access.ts')>();
  const { readPlace } = await import('../conversations/store.ts');
  const rowFor = (account: Bytes): Row => ({
    kind: ROW_KIND.person,
    role: ROLE.counsels,
    id: account,
    kid: new Uint8Array(32),
  });
  const rightTo: typeof real.rightTo = (place, account, now) =>
    real.rightTo(place, account, now) ?? (is('rightTo') ? { by: 'row', row: rowFor(account) } : null);
  const conversationFor: typeof real.conversationFor = async (tenant, conversation, account, now) => {
    const place = is('conversationFor') && (await readPlace(tenant, conversation));
    return place
      ? { place, right: { by: 'row', row: rowFor(account) } }
      : real.conversationFor(tenant, conversation, account, now);
  };
  return { ...real, rightTo, conversationFor };
});

vi.mock('../conversations/store.ts', async (original) => {
  const real = await original<typeof import('../conversations/store.ts')>();
  const readCovers: typeof real.readCovers = (stored) =>
    is('the dates of a cover') ? [] : real.readCovers(stored);
  return { ...real, readCovers };
});

vi.mock('../threads/access.ts', async (original) => {
  const real = await original<typeof import('../threads/access.ts')>();
  const { conversationFor } = await import('../conversations/access.ts');
  const staffedFor: typeof real.staffedFor = async (...all) =>
    is('staffedFor') ? (await conversationFor(...all)).place : real.staffedFor(...all);
  return { ...real, staffedFor };
});

vi.mock('../threads/rules.ts', async (original) => {
  const real = await original<typeof import('../threads/rules.ts')>();
  const mayOpenBeside: typeof real.mayOpenBeside = (...all) =>
    is('mayOpenBeside') || real.mayOpenBeside(...all);
  return { ...real, mayOpenBeside };
});

vi.mock('../groups/access.ts', async (original) => {
  const real = await original<typeof import('../groups/access.ts')>();
  const moderatedBy: typeof real.moderatedBy = async (...all) =>
    is('moderatedBy') ? (await real.lockGroup(...all)).place : real.moderatedBy(...all);
  return { ...real, moderatedBy };
});

vi.mock('@beistand/wire', async (original) => {
  const real = await original<typeof import('@beistand/wire')>();
  const accessOf: typeof real.accessOf = (record, newest, account) =>
    // Membership without the centre's log, or none at all.
    real.accessOf(record, newest, account) ??
    (is('the log over the record') ? real.rowOf(record.rows, account) : undefined) ??
    (is('accessOf') ? record.rows[0] : undefined);
  const isInPool: typeof real.isInPool = (record, newest, account) =>
    is('isInPool') ||
    (is('pool while it waits') && newest.staff.some((person) => real.same(person.account, account))) ||
    real.isInPool(record, newest, account);
  return { ...real, accessOf, isInPool };
});

vi.mock('../centres/log-rules.ts', async (original) => {
  const real = await original<typeof import('../centres/log-rules.ts')>();
  const checkSigners: typeof real.checkSigners = (...all) => is('checkSigners') || real.checkSigners(...all);
  return { ...real, checkSigners };
});

vi.mock('../attachments/access.ts', async (original) => {
  const real = await original<typeof import('../attachments/access.ts')>();
  const isOwn: typeof real.isOwn = (...all) => is('whose file') || real.isOwn(...all);
  return { ...real, isOwn };
});

vi.mock('../accounts/redeem-ticket.ts', async (original) => {
  const real = await original<typeof import('../accounts/redeem-ticket.ts')>();
  const redeemTicket: typeof real.redeemTicket = async (...all) =>
    is('whose ticket') ? Buffer.alloc(16, 7) : real.redeemTicket(...all);
  return { ...real, redeemTicket };
});

vi.mock('../accounts/proof.ts', async (original) => {
  const real = await original<typeof import('../accounts/proof.ts')>();
  const spendProof: typeof real.spendProof = async (...all) =>
    is('the proof of work') ? undefined : real.spendProof(...all);
  return { ...real, spendProof };
});

/** Takes every comparison of a column with a value out of what the database is asked. */
const withoutCondition = (column: string): KyselyPlugin => {
  const always = ValueNode.createImmediate(true);
  class Without extends OperationNodeTransformer {
    protected override transformBinaryOperation(node: BinaryOperationNode): BinaryOperationNode {
      const isOfColumn = JSON.stringify(node.leftOperand).includes(`"name":"${column}"`);
      return isOfColumn && node.rightOperand.kind !== 'ReferenceNode'
        ? BinaryOperationNode.create(always, OperatorNode.create('='), always)
        : super.transformBinaryOperation(node);
    }
  }
  const transformer = new Without();
  return {
    transformQuery: ({ node }) => transformer.transformNode(node),
    transformResult: async ({ result }) => result,
  };
};

type Name = keyof Contract;
const conditions = ['account_id', 'redeemed_at', 'until', 'withdrawn_at', 'id', 'kind'];
/** Each check with endpoints that nothing else would guard as well. */
const checks: Record<string, Name[]> = {
  'a session': ['readItems', 'listConversations', 'appendMessage'],
  'being staff': ['listWaiting'],
  'being an administrator': ['leaveAdministration', 'listCentres', 'addTopic', 'changeTopic', 'draftCentre'],
  tenancy: ['readItems', 'centre', 'keyBundle', 'listTopics', 'readInvitation', 'me'],
  enterCentre: [
    'centre',
    'changeCentre',
    'inviteColleague',
    'inviteLead',
    'readStaff',
    'readLog',
    'listGroups',
    'startGroup',
  ],
  leads: [
    'changeCentre',
    'listCentreChanges',
    'inviteColleague',
    'checkPaper',
    'openCentre',
    'withdrawInvitation',
  ],
  administers: ['changeCentre', 'listInvitations'],
  builds: ['centre', 'readStaff'],
  isOpen: ['centre'],
  'staff at both doors': ['appendLog', 'readSeeds'],
  mayFound: ['appendLog', 'centre', 'readStaff'],
  'has a log': ['readLog', 'inviteLead', 'dropDraft'],
  'whose invitations': ['listInvitations', 'withdrawInvitation'],
  conversationFor: [
    'readPart',
    'beginFile',
    'writePart',
    'readItems',
    'askForKeys',
    'healWrap',
    'eraseMessage',
    'signal',
    'readThreads',
    'startConversation',
  ],
  staffedFor: ['readThreads'],
  mayOpenBeside: ['startConversation'],
  moderatedBy: ['openDoor', 'closeDoor', 'listJoiners', 'turnAway'],
  'the dates of a cover': ['listConversations'],
  rightTo: ['appendMessage', 'sendLater', 'readDoor', 'leaveGroup'],
  accessOf: ['readItems', 'appendRecord', 'appendMessage', 'listConversations'],
  'the log over the record': ['readItems', 'listConversations', 'appendMessage'],
  isInPool: ['readItems', 'appendRecord'],
  'pool while it waits': ['readItems', 'appendRecord'],
  checkSigners: ['appendLog'],
  'whose file': ['writePart', 'readPart'],
  'whose ticket': ['passwordFinish'],
  'the proof of work': ['registerStart'],
  redeemed_at: ['readInvitation'],
  until: ['readInvitation'],
  withdrawn_at: ['readInvitation', 'redeemInvitation'],
  id: ['writeSlot'],
  kind: ['readSeeds', 'listInvitations'],
  account_id: ['listLater', 'cancelLater'],
};
const cellsOf = (names: Name[]) => statedCells().filter(({ name }) => names.includes(name));

const database = await useDatabase();
let cast: Cast;
beforeAll(async () => {
  cast = await raiseRightsCast(database);
  const { world } = cast.houses.app;
  const { transact } = world;
  const asOwner = transactions(database.owner);
  world.transact = (organisation, work) => {
    const by = removed.check === 'tenancy' ? asOwner : transact;
    const { check } = removed;
    return by(organisation, (tenant) =>
      work(conditions.includes(check) ? tenant.withPlugin(withoutCondition(check)) : tenant),
    );
  };
  undoEverything(cast);
});

test('with every check in its place, the sheet holds here too', async () => {
  removed.check = '';
  expect((await mismatches(cast, cellsOf([...new Set(Object.values(checks).flat())]))).wrong).toEqual([]);
});

describe('R6: a check that is missing is seen', () => {
  test.each(Object.entries(checks))('%s', async (check, names) => {
    removed.check = check;
    const { wrong } = await mismatches(cast, cellsOf(names));
    // A server that breaks without the check would prove nothing.
    const seen = wrong.filter((line) => !line.includes(': 500 '));
    expect(names.filter((name) => !seen.some((line) => line.startsWith(`${name} `)))).toEqual([]);
  });

  test('how many', async ({ annotate }) => {
    await annotate(`${Object.keys(checks).length} checks removed one at a time, each seen`, 'figure');
  });
});
