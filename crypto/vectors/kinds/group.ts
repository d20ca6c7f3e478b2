import {
  type Bytes,
  cat,
  extendLog,
  fromHex,
  hex,
  joinGroup,
  type LogChange,
  nextTranscript,
  parseLogEntry,
  parseRecord,
  REASON,
  type Reason,
  type RecordFields,
  Refused,
  ROLE,
  ROW_KIND,
  type Role,
  type Row,
  recordBody,
  sortRows,
  type View,
  zeros,
} from '@beistand/wire';
import { type Account, centreKeyOf, type Random, signLogEntry } from '../../src/index.ts';
import { sign } from '../../src/sign.ts';
import { accountOf, drawPerson, HOUR, kind, Mismatch, mustBe, type Person, refusals } from './kind.ts';

/** Everyone's bundle and the whole log of the centre are known to the joiner; `refused` are records in the same place. */
type JoinerIn = {
  people: Person[];
  log: string[];
  sender: Person;
  conversation: string;
  epoch: number;
  epochHash: string;
  prevSeq: number;
  prevT: string;
  reason: Reason;
  rows: { role: Role; account: string; kid: string }[];
  /** Kid of the vault's row, null for none. */
  vault: string | null;
  ekCommit: string;
  account: string;
  seq: number;
  transcriptBefore: string;
  refused: { bytes: string; code: string }[];
};
type JoinerOut = { bytes: string; transcript: string };

export async function viewsOf({ people, log }: Pick<JoinerIn, 'people' | 'log'>) {
  const accounts = await Promise.all(people.map(accountOf));
  const known = new Map(accounts.map(({ bundle }) => [hex(bundle.kid), bundle]));
  const bundles = (kid: Bytes) => known.get(hex(kid));
  const views: View[] = [];
  for (const entry of log)
    views.push(extendLog(views.at(-1) ?? null, await parseLogEntry(fromHex(entry)), bundles));
  return { views, bundles };
}

function fieldsOf(given: JoinerIn, view: View): RecordFields {
  const people = given.rows.map(({ role, account, kid }) => ({
    ...{ kind: ROW_KIND.person, role, id: fromHex(account), kid: fromHex(kid) },
  }));
  const vault = given.vault && {
    kind: ROW_KIND.vault,
    role: ROLE.none,
    id: view.centre,
    kid: fromHex(given.vault),
  };
  return {
    conversation: fromHex(given.conversation),
    epoch: given.epoch,
    epochHash: fromHex(given.epochHash),
    sender: fromHex(given.sender.account),
    prevSeq: given.prevSeq,
    prevT: fromHex(given.prevT),
    centre: view.centre,
    logIdx: view.idx,
    logHash: view.hash,
    kind: 3,
    reason: given.reason,
    ekCommit: fromHex(given.ekCommit),
    ekPrev: zeros(48),
    rows: sortRows([...people, ...(vault ? [vault] : [])]),
  };
}

export async function signed(by: Account, fields: RecordFields): Promise<Bytes> {
  const body = recordBody({ ...fields, rows: sortRows(fields.rows) });
  return cat(body, await sign(by.signKey, 'epoch', body));
}

export async function codeOf(act: () => Promise<unknown>): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

/** A centre of a lead, two counsellors, a custodian and a supervisor; `policy` of its vault. */
export async function drawCentre(random: Random, policy: 0 | 2) {
  const people = Array.from({ length: 5 }, () => drawPerson(random, 2, HOUR));
  const [lead, ...staff] = await Promise.all(people.map(accountOf));
  const bits = [3, 1, 1, 4, 8];
  const [inbox, vault] = [await centreKeyOf(random(32)), await centreKeyOf(random(32))];
  const named = [lead!, ...staff].map(({ bundle: { kid, account } }, i) => ({
    kid,
    account,
    bits: bits[i]!,
  }));
  const changes: LogChange[] = [
    { type: 'create', name: 'Mitte', vault: policy, staff: named },
    { type: 'key', which: 2, xwPk: inbox.publicKey },
    ...(policy === 0 ? [] : [{ type: 'key', which: 3, xwPk: vault.publicKey } as const]),
  ];
  const centre = random(16);
  const log: string[] = [];
  let previous = null;
  for (const change of changes) {
    previous = await signLogEntry(lead!, { centre, previous, at: HOUR }, change);
    log.push(hex(previous.bytes));
  }
  return { people, log, inbox, vaultKid: policy === 0 ? null : hex(vault.keyId) };
}

export type Centre = Awaited<ReturnType<typeof drawCentre>>;

/** What a joiner must refuse in the same place, each signed as it should be. */
async function refusedInstead(random: Random, { people, inbox }: Centre, given: JoinerIn) {
  const { views } = await viewsOf(given);
  const view = views.at(-1)!;
  const fields = fieldsOf(given, view);
  const [sender, reader] = await Promise.all([accountOf(given.sender), accountOf(people[4]!)]);
  const rowOf = ({ bundle: { account, kid } }: Account, role: Role): Row => ({
    ...{ kind: ROW_KIND.person, role, id: account, kid },
  });
  const crowd = Array.from({ length: 101 - given.rows.length }, () => ({
    ...{ kind: ROW_KIND.person, role: ROLE.asks, id: random(16), kid: random(32) },
  }));
  const inboxRow: Row = { kind: ROW_KIND.inbox, role: ROLE.none, id: view.centre, kid: inbox.keyId };
  const before = views.at(-2)!;
  const vaultRow: Row = { kind: ROW_KIND.vault, role: ROLE.none, id: view.centre, kid: random(32) };
  const noVault = fields.rows.filter((row) => row.kind !== ROW_KIND.vault);
  const tooMany: [string, Partial<RecordFields>] = ['ROWS', { rows: [...fields.rows, ...crowd] }];
  const wrong: [string, Partial<RecordFields>][] = [
    ['KIND', { kind: 2 }],
    ['KIND', { epoch: 0 }],
    ['KIND', { ekPrev: random(48) }],
    ['CHAIN', { prevSeq: given.seq }],
    ['CHAIN', { conversation: random(16) }],
    ['ROWS', { rows: [...fields.rows, rowOf(reader, ROLE.asks)] }],
    ['AKB', { rows: [...fields.rows, { ...rowOf(reader, ROLE.reads), kid: random(32) }] }],
    ['LOG', { logIdx: before.idx, logHash: view.hash }],
    ['LOG', { logHash: random(32) }],
    ['NOT_ALLOWED', { reason: REASON.tidy }],
    ['NOT_ALLOWED', { reason: REASON.open }],
    ['NOT_ALLOWED', { rows: fields.rows.filter(({ role }) => role !== ROLE.responsible) }],
    ['STAFF', { rows: [...fields.rows, rowOf(reader, ROLE.counsels)] }],
    given.vault
      ? ['KEYS', { rows: [...noVault, vaultRow] }]
      : ['KEYS', { rows: [...fields.rows, { ...inboxRow, kid: random(32) }] }],
    ...(given.vault ? [['VAULT', { rows: noVault }] as [string, Partial<RecordFields>]] : []),
    ['KIND', { rows: [...fields.rows, inboxRow] }],
  ];
  const made = [];
  for (const [code, wish] of crowd.length === 1 ? [tooMany] : wrong)
    made.push({ bytes: hex(await signed(sender, { ...fields, ...wish })), code });
  return made;
}

async function drawCase(
  random: Random,
  centre: Centre,
  how: {
    by: number;
    reason: Reason;
    staff: [index: number, role: Role][];
    taking: number;
    joins: 'last' | number;
  },
): Promise<JoinerIn> {
  const seekers = Array.from({ length: how.taking }, () => drawPerson(random, 1, HOUR));
  const people = [...centre.people, ...seekers];
  const rows = [];
  for (const [person, role] of [
    ...how.staff.map(([index, role]) => [centre.people[index]!, role] as const),
    ...seekers.map((person) => [person, ROLE.asks] as const),
  ])
    rows.push({ role, account: person.account, kid: hex((await accountOf(person)).bundle.kid) });
  const seq = 2 + (random(1)[0]! % 100);
  const given: JoinerIn = {
    ...{ people, log: centre.log, sender: centre.people[how.by]! },
    ...{ conversation: hex(random(16)), epoch: 1 + (random(1)[0]! % 20), epochHash: hex(random(32)) },
    ...{ prevSeq: seq - 1, prevT: hex(random(32)), reason: how.reason, rows, vault: centre.vaultKid },
    ekCommit: hex(random(32)),
    account: how.joins === 'last' ? people.at(-1)!.account : centre.people[how.joins]!.account,
    ...{ seq, transcriptBefore: hex(random(32)), refused: [] },
  };
  return { ...given, refused: await refusedInstead(random, centre, given) };
}

export const groupJoiner = kind<JoinerIn, JoinerOut>({
  name: 'group-joiner',
  async make(given) {
    const { views } = await viewsOf(given);
    const bytes = await signed(await accountOf(given.sender), fieldsOf(given, views.at(-1)!));
    const { m } = await parseRecord(bytes);
    return { bytes: hex(bytes), transcript: hex(await nextTranscript(fromHex(given.transcriptBefore), m)) };
  },
  async read(given, out) {
    const { views, bundles } = await viewsOf(given);
    const { conversation, account, transcriptBefore } = given;
    const at = { conversation: fromHex(conversation), account: fromHex(account), seq: given.seq };
    const join = async (bytes: string) => {
      const record = await parseRecord(fromHex(bytes));
      const view = views[record.logIdx] ?? views.at(-1)!;
      return joinGroup(record, { ...at, transcriptBefore: fromHex(transcriptBefore) }, { view, bundles });
    };
    const stream = await join(out.bytes);
    mustBe(stream.transcripts.get(given.seq)!, out.transcript);
    for (const { bytes, code } of given.refused) {
      const said = await codeOf(() => join(bytes));
      if (said !== code) throw new Mismatch(`${said} instead of ${code}`);
    }
  },
  async cases(random) {
    const [kept, open] = [await drawCentre(random, 2), await drawCentre(random, 0)];
    const change = REASON.change;
    const cases = [
      await drawCase(random, kept, { by: 1, reason: change, staff: [[1, 2]], taking: 1, joins: 'last' }),
      await drawCase(random, open, { by: 1, reason: change, staff: [[1, 2]], taking: 3, joins: 'last' }),
      await drawCase(random, kept, {
        by: 0,
        reason: change,
        staff: [
          [0, 2],
          [2, 2],
          [1, 3],
        ],
        taking: 2,
        joins: 2,
      }),
      await drawCase(random, kept, { by: 3, reason: REASON.vaultUse, staff: [[2, 2]], taking: 2, joins: 2 }),
      await drawCase(random, kept, { by: 1, reason: change, staff: [[1, 2]], taking: 99, joins: 'last' }),
    ];
    return cases.map((given) => ({
      in: given,
      bad: refusals(
        ['flip byte 3', 'FORMAT'],
        ['set byte 4 to 02', 'SUITE'],
        ['flip byte 30', 'SIGNATURE'],
        ['flip byte 170', 'SIGNATURE'],
        ['set byte 165 to 01', 'KIND'],
        ['cut 1 byte', 'FORMAT'],
        ['flip byte 0 of in.conversation', 'CHAIN'],
        ['flip byte 0 of in.account', 'NOT_ALLOWED'],
        ['flip byte 0 of in.transcriptBefore', 'MISMATCH'],
      ),
    }));
  },
});
