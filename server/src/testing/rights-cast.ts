// Long: everyone a right is asked for, and the things it is asked about: what R6 tries each endpoint with.
import { limits } from '@beistand/contract';
import {
  ACCOUNT_KIND,
  BIT,
  type Bytes,
  fromHex,
  REASON,
  ROLE,
  slotHead,
  toBase64url as text,
  WRAP_KIND,
  zeros,
} from '@beistand/wire';
import rights from '../http/rights.json' with { type: 'json' };
import { inviteAdministrator } from '../organisations/operator.ts';
import type { Browser } from './browser.ts';
import { changeBody, draftWithFounder, foundedCentre, key, letIn, openCentre, staffing } from './centre.ts';
import type { FreshDatabase } from './fresh-database.ts';
import { type House, type Houses, openHouses, type Seated } from './houses.ts';
import { type Identity, newIdentity, random } from './identity.ts';
import { accept, append, type Centre, enquire, messageBody, startGroup, write } from './participant.ts';
import { plantFile } from './plant-file.ts';
import { type NewAccount, newAccount, newName } from './registration.ts';
import { makeMessage, pairRows, personRow, type Room } from './sealed.ts';
import { register } from './sign-in.ts';

/** The reviewed file: who there is, and what each may do in each state of what it is about. */
export const { roles } = rights;
export type Role = keyof typeof roles;

/** One who asks: on their own host, with keys even where no account knows them. */
export type Who = Identity & {
  browser: Browser;
  house: House;
  isStaff: boolean;
  /** The body of a new account, good for any number of tries that are undone. */
  newcomer: NewAccount;
};

export type Invitation = { id: Bytes; handle: Bytes };
export type Things = {
  open: Centre & Parameters<typeof changeBody>[0] & Parameters<typeof letIn>[0];
  founded: Things['open'];
  draft: { id: Bytes };
  /** Where the one who asks can move to. */
  elsewhere: Things['open'];
  invitations: Record<
    'ofFounder' | 'ofColleague' | 'ofAdministrator' | 'used' | 'expired' | 'withdrawn',
    Invitation
  >;
  /** Enquiry that waits; accepted; accepted with reader and writer, who lacks a key; its only counsellor has left. */
  waiting: Room;
  accepted: Room;
  shared: Room;
  left: Room;
  /** Accepted, with `pool` as a cover from tomorrow on. */
  covered: Room;
  /** Moderated by `responsible`, with `asker` and `writer`; `pool` has left, the other seeker asks to be let in. */
  group: Room;
  /** Code of its door. */
  door: string;
  /** Of `accepted`, by who leads the centre; nobody has confirmed it. */
  vaultUse: Bytes;
  /** Code of `pool`'s own link. */
  link: string;
  key: Bytes;
  /** In each conversation three of the asker's: a message names it; whole, but not sent; only begun. */
  files: Record<RoomName, Record<'bound' | 'unsent' | 'begun', Bytes>>;
  /** In each conversation the asker's first message; in `left` one of the former counsellor's. */
  messages: Record<RoomName, Bytes>;
  /** The asker's, that waits for its hour in `accepted`. */
  later: Bytes;
};
export const roomNames = ['waiting', 'accepted', 'shared', 'left', 'covered', 'group'] as const;
export type RoomName = (typeof roomNames)[number];

export type Cast = { houses: Houses; people: Record<Role, Who>; things: Things; known: Known };
/** An account with credentials, to sign in to. */
export type Known = { name: string; code: Identity; house: House };

const often = { most: 1_000_000, seconds: 3600 };
const roomy: typeof limits = {
  ...limits,
  requests: often,
  registrations: [often],
  registrationTries: often,
  proofs: often,
  tabs: often,
  signInsPerNetwork: often,
  recoveriesPerNetwork: often,
  signIns: { ...limits.signIns, ...often, longestWaitSeconds: 0 },
  recoveries: { ...limits.recoveries, ...often },
  enquiries: often,
  messages: { seeker: often, staff: often },
  signals: often,
  askings: often,
  vaultUses: often,
  drills: often,
  openConversationsPerSeeker: 100,
  filesBeforeAcceptance: { ...limits.filesBeforeAcceptance, most: 100 },
  proof: { ...limits.proof, cost: 1 },
};

export async function raiseRightsCast(database: FreshDatabase): Promise<Cast> {
  const houses = await openHouses(database, roomy);
  const { one, two } = houses;
  const franz = await one.seatAdministrator();
  const open = await openCentre(one, franz);
  const elsewhere = await openCentre(one, franz);
  await franz.browser.ask('changeCentre', {
    centre: text(elsewhere.id),
    topics: [elsewhere.topic, open.topic],
  });
  const founded = { ...(await foundedCentre(one, franz, { topics: [open.topic] })), topic: open.topic };
  const draft = await draftWithFounder(one, franz);
  const staff = (name: string) => one.seat('staff', name);
  const seated = {
    asker: await one.seat('seeker'),
    seeker: await one.seat('seeker'),
    responsible: await staff('Clara Keller'),
    pool: await staff('David Okafor'),
    reader: await staff('Ruth Adler'),
    writer: await staff('Wanda Nowak'),
    custodian: await staff('Karl Behr'),
    lead: await staff('Lena Voss'),
    former: await staff('Fritz Engel'),
    neighbour: elsewhere.lead,
    founder: draft.lead,
    administrator: franz,
    staff: await staff('Sven Kraus'),
  };
  const bits = {
    responsible: BIT.counsellor,
    pool: BIT.counsellor,
    former: BIT.counsellor,
    reader: BIT.reader,
    writer: BIT.writer,
    custodian: BIT.custodian,
    lead: BIT.lead,
  } as const;
  for (const centre of [open, founded])
    for (const [role, bit] of Object.entries(bits) as [keyof typeof bits, number][])
      await letIn(centre, seated[role], bit);

  const left = await enquire(seated.asker, open);
  await accept(seated.former, seated.asker, open, left);
  const farewell = await write(seated.former, open, left);
  for (const centre of [open, founded]) {
    const { log, body } = await changeBody(centre, centre.lead, [staffing(seated.former, 0), key(2)]);
    await centre.lead.browser.ask('appendLog', body);
    centre.log = log;
  }
  const { waiting, accepted, shared, covered } = await conversations(seated, open);
  const { group, door } = await gather(seated, open);
  const { code: link } = await seated.pool.browser.ask('makeLink', { centre: text(open.id) });
  await enquire(seated.seeker, open);

  const abroad = await openCentre(two, await two.seatAdministrator());
  const foreign = {
    foreignSeeker: await two.seat('seeker'),
    foreignStaff: abroad.lead,
    foreignAdministrator: await two.seatAdministrator(),
  };
  const tab = one.stranger();
  await tab.ask('tab', {});
  const smuggled = Object.assign(one.stranger(), { cookie: foreign.foreignAdministrator.browser.cookie });
  const unknown = async (browser: Browser) => ({ ...(await newIdentity(ACCOUNT_KIND.seeker)), browser });
  const all: Record<Role, Seated> = {
    ...seated,
    ...foreign,
    stranger: await unknown(one.stranger()),
    tab: await unknown(tab),
    smuggled: { ...foreign.foreignAdministrator, browser: smuggled },
  };
  for (const person of Object.values({ ...seated, ...foreign })) await giveCredentials(database, person);
  const bodies = [await accountBody(one), await accountBody(two)] as const;
  const people = Object.fromEntries(
    Object.entries(all).map(([role, person]): [string, Who] => {
      const isForeign = role.startsWith('foreign');
      const isStaff = person.bundle.kind === ACCOUNT_KIND.staff && role !== 'smuggled';
      return [
        role,
        { ...person, house: isForeign ? two : one, isStaff, newcomer: bodies[isForeign ? 1 : 0] },
      ];
    }),
  ) as Record<Role, Who>;
  const invitations = await invite(database, seated.lead, franz, staff, { open, draft });
  const rooms = { waiting, accepted, shared, left, covered, group };
  const files = {} as Things['files'];
  for (const name of roomNames) {
    const plant = (how: Parameters<typeof plantFile>[5]) =>
      plantFile(database, houses, one, seated.asker, rooms[name], how);
    files[name] = {
      bound: await plant({ isWhole: true, itemSeq: name === 'group' ? group.stream.seq : 2 }),
      unsent: await plant({ isWhole: true }),
      begun: await plant({ isWhole: false }),
    };
  }
  const firstOf = ({ stream }: Room, i = 0) => fromHex([...stream.messageIds][i]!);
  const messages = Object.fromEntries(
    roomNames.map((name) => [
      name,
      // A group's first one is its opener's.
      name === 'left' ? farewell.messageId : firstOf(rooms[name], name === 'group' ? 1 : 0),
    ]),
  ) as Things['messages'];
  const later = await makeMessage(accepted.stream, seated.asker);
  const { conversation, message } = messageBody(later);
  await seated.asker.browser.ask('sendLater', { conversation, message, at: houses.clock.now + 86_400_000 });
  const things: Things = {
    ...{ open, founded, draft, elsewhere, invitations, ...rooms, door, link, files, messages },
    vaultUse: await useVault(database, open, rooms.accepted),
    later: later.messageId,
    key: seated.responsible.kid,
  };
  return { houses, people, things, known: await someoneKnown(database, houses) };
}

async function useVault(
  database: FreshDatabase,
  { id, lead }: Things['open'],
  { stream }: Room,
): Promise<Bytes> {
  const use = random(16);
  const { kysely } = database.owner;
  const { organisation_id } = await kysely
    .selectFrom('accounts')
    .select('organisation_id')
    .where('id', '=', lead.account)
    .executeTakeFirstOrThrow();
  await kysely
    .insertInto('vault_uses')
    .values({
      id: use,
      organisation_id,
      conversation_id: stream.conversation,
      centre_id: id,
      account_id: lead.account,
      reason: 'absent',
      at: new Date(),
      needs_second: true,
    })
    .execute();
  return use;
}

type Few = Record<'asker' | 'responsible' | 'pool' | 'reader' | 'writer', Seated>;

async function conversations({ asker, responsible, pool, reader, writer }: Few, open: Things['open']) {
  const accepted = await enquire(asker, open);
  await accept(responsible, asker, open, accepted);
  const shared = await enquire(asker, open);
  await accept(responsible, asker, open, shared);
  await append(responsible, open, shared, REASON.change, [
    ...pairRows(asker, responsible, open.log.view),
    personRow(reader, ROLE.reads),
    personRow(writer, ROLE.counsels),
  ]);
  await writer.browser.ask('askForKeys', { conversation: text(shared.stream.conversation), epochs: [0] });
  const covered = await enquire(asker, open);
  await accept(responsible, asker, open, covered);
  await append(
    responsible,
    open,
    covered,
    REASON.change,
    [...pairRows(asker, responsible, open.log.view), personRow(pool, ROLE.counsels)],
    [{ account: text(pool.account), from: Date.now() + 86_400_000, until: Date.now() + 2 * 86_400_000 }],
  );
  return { waiting: await enquire(asker, open), accepted, shared, covered };
}

async function gather(
  { asker, seeker, responsible, pool, writer }: Few & { seeker: Seated },
  open: Things['open'],
): Promise<Pick<Things, 'group' | 'door'>> {
  const staff = [personRow(writer, ROLE.counsels), personRow(pool, ROLE.counsels)];
  const group = await startGroup(responsible, open, staff);
  const conversation = text(group.stream.conversation);
  const { code: door } = await responsible.browser.ask('openDoor', { conversation });
  await asker.browser.ask('askToJoin', { code: door });
  group.people.push(asker);
  const rows = [...group.stream.current!.rows, personRow(asker, ROLE.asks)];
  await append(responsible, open, group, REASON.change, rows);
  await write(asker, open, group);
  await pool.browser.ask('leaveGroup', { conversation });
  await seeker.browser.ask('askToJoin', { code: door });
  return { group, door };
}

/** People are seated without a password and a state; some rights are about having them. */
async function giveCredentials(database: FreshDatabase, { account }: Identity): Promise<void> {
  const { organisation_id } = await database.owner.kysely
    .selectFrom('accounts')
    .select('organisation_id')
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  const wrap = (kind: number) =>
    Buffer.concat([Buffer.from('CCPW'), Buffer.of(1, kind), account, random(60)]);
  await database.owner.kysely
    .insertInto('credentials')
    .values({
      account_id: account,
      organisation_id,
      handle_id: random(32),
      cred_id: random(16),
      registration: random(192),
      password_wrap: wrap(WRAP_KIND.password),
      recovery_wrap: wrap(WRAP_KIND.recoveryCode),
      recovery_key: random(32),
    })
    .execute();
  const slot = zeros(16);
  const bytes = Buffer.concat([slotHead({ account, slot, version: 1, nonce: random(12) }), random(272)]);
  await database.owner.kysely
    .insertInto('slots')
    .values({ account_id: account, organisation_id, slot, version: 1, bytes })
    .execute();
}

const accountBody = async (house: House): Promise<NewAccount> =>
  newAccount(house.stranger(), await newIdentity(ACCOUNT_KIND.staff), newName());

async function someoneKnown(database: FreshDatabase, houses: Houses): Promise<Known> {
  const code = await newIdentity(ACCOUNT_KIND.staff);
  const recoveryKey = text(code.bundle.edPk);
  const { name } = await register(houses, houses.one, database.owner, 'Lindenwerk', (account) => ({
    ...account,
    recoveryKey,
  }));
  return { name, code, house: houses.one };
}

async function invite(
  database: FreshDatabase,
  lead: Seated,
  administrator: Seated,
  staff: (name: string) => Promise<Seated>,
  { open, draft }: Pick<Things, 'open' | 'draft'>,
): Promise<Things['invitations']> {
  const { kysely } = database.owner;
  const colleague = async () => {
    const handle = random(16);
    const { invitation } = await lead.browser.ask('inviteColleague', {
      centre: text(open.id),
      handle: text(handle),
    });
    return { id: Buffer.from(invitation, 'base64url'), handle };
  };
  const founders = await administrator.browser.ask('inviteLead', { centre: text(draft.id) });
  const newest = await kysely
    .selectFrom('invitations')
    .select('handle')
    .where('centre_id', '=', draft.id)
    .where('redeemed_by', 'is', null)
    .executeTakeFirstOrThrow();
  const [ofColleague, used, expired, withdrawn] = [
    await colleague(),
    await colleague(),
    await colleague(),
    await colleague(),
  ];
  const mac = text(random(32));
  const someone = await staff('Jan Peters');
  await someone.browser.ask('redeemInvitation', { invitation: text(used.id), mac });
  await kysely
    .updateTable('invitations')
    .set({ until: new Date(0) })
    .where('handle', '=', expired.handle)
    .execute();
  await lead.browser.ask('withdrawInvitation', { centre: text(open.id), handle: text(withdrawn.handle) });
  const administrators = await inviteAdministrator(database.owner, 'Lindenwerk');
  return {
    ofFounder: { id: Buffer.from(founders.invitation, 'base64url'), handle: newest.handle },
    ofColleague,
    ofAdministrator: { id: administrators!.invitation, handle: random(16) },
    used,
    expired,
    withdrawn,
  };
}

const elsewhereThan = <T extends { id: Bytes }>(thing: T): T => ({ ...thing, id: random(16) });
const roomElsewhere = ({ stream, people }: Room): Room => ({
  stream: { ...stream, conversation: random(16) },
  people,
});

/** The same things under ids nobody has. */
export function nowhere(things: Things): Things {
  const { open, founded, draft, elsewhere, invitations, waiting, accepted, shared, left, covered, group } =
    things;
  return {
    open: { ...elsewhereThan(open), topic: text(random(16)) },
    founded: elsewhereThan(founded),
    draft: elsewhereThan(draft),
    elsewhere,
    invitations: Object.fromEntries(
      Object.keys(invitations).map((name) => [name, { id: random(16), handle: random(16) }]),
    ) as Things['invitations'],
    waiting: roomElsewhere(waiting),
    accepted: roomElsewhere(accepted),
    shared: roomElsewhere(shared),
    left: roomElsewhere(left),
    covered: roomElsewhere(covered),
    group: roomElsewhere(group),
    door: 'zzzzzzzy',
    vaultUse: random(16),
    link: 'zzzzzzzz',
    key: random(32),
    messages: Object.fromEntries(roomNames.map((name) => [name, random(16)])) as Things['messages'],
    later: random(16),
    files: Object.fromEntries(
      roomNames.map((name) => [name, { bound: random(16), unsent: random(16), begun: random(16) }]),
    ) as Things['files'],
  };
}
