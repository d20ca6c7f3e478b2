import {
  type ConversationKind,
  checkSignature,
  fromHex,
  hex,
  parseRecord,
  type Reason,
  type Role,
  type Row,
  type RowKind,
  sortRows,
} from '@beistand/wire';
import { centreKeyOf, makeRecord, openEpochKey, previousEpochKey, type Random } from '../../src/index.ts';
import { scripted } from '../seeded.ts';
import { accountOf, drawPerson, HOUR, kind, mustBe, type Person, refusals } from './kind.ts';

/** `openKey` is the row's X-Wing secret key: a person's, the inbox's or the vault's. */
type RowIn = { kind: RowKind; role: Role; id: string; kid: string; openKey: string };
type RecordIn = {
  sender: Person;
  conversation: string;
  epoch: number;
  epochHash: string;
  prevSeq: number;
  prevT: string;
  centre: string;
  logIdx: number;
  logHash: string;
  kind: ConversationKind;
  reason: Reason;
  rows: RowIn[];
  epochKey: string;
  /** the key ek_prev hands on and its record, null in epoch 0 and in groups */
  before: { epochKey: string; record: string } | null;
  encapsulations: string[];
};
type RecordOut = { bytes: string; hash: string; ekCommit: string; ekPrev: string; wraps: string[] };

const rowOf = (row: RowIn): Row => ({
  kind: row.kind,
  role: row.role,
  id: fromHex(row.id),
  kid: fromHex(row.kid),
});

async function makeRecordVector(given: RecordIn): Promise<RecordOut> {
  const publicKeys = new Map<string, Awaited<ReturnType<typeof centreKeyOf>>>();
  for (const row of given.rows) publicKeys.set(row.kid, await centreKeyOf(fromHex(row.openKey)));
  const made = await makeRecord(
    await accountOf(given.sender),
    {
      conversation: fromHex(given.conversation),
      epoch: given.epoch,
      epochHash: fromHex(given.epochHash),
      prevSeq: given.prevSeq,
      prevT: fromHex(given.prevT),
      centre: fromHex(given.centre),
      logIdx: given.logIdx,
      logHash: fromHex(given.logHash),
      kind: given.kind,
      reason: given.reason,
      rows: given.rows.map(rowOf),
    },
    given.before && fromHex(given.before.epochKey),
    (row) => publicKeys.get(hex(row.kid))!.publicKey,
    scripted(fromHex(given.epochKey), ...given.encapsulations.map(fromHex)),
  );
  const { bytes, m, ekCommit, ekPrev } = made.record;
  return {
    bytes: hex(bytes),
    hash: hex(m),
    ekCommit: hex(ekCommit),
    ekPrev: hex(ekPrev),
    wraps: made.wraps.map(hex),
  };
}

/** A row of a new person, or of the centre's inbox or vault. */
async function drawRow(random: Random, of: RowKind, role: Role, centre: string): Promise<RowIn> {
  // All draws stand before the first await: rows are drawn side by side, and must come out alike every time.
  const openKey = random(32);
  const id = of === 1 ? hex(random(16)) : centre;
  const { keyId } = await centreKeyOf(openKey);
  return { kind: of, role, id, kid: hex(keyId), openKey: hex(openKey) };
}

async function senderRow(sender: Person, role: Role): Promise<RowIn> {
  const { bundle, openKey } = await accountOf(sender);
  return { kind: 1, role, id: sender.account, kid: hex(bundle.kid), openKey: hex(openKey) };
}

const sorted = (rows: RowIn[]): RowIn[] =>
  sortRows(rows.map(rowOf)).map((row) => rows.find((one) => one.kid === hex(row.kid))!);

export const record = kind<RecordIn, RecordOut>({
  name: 'record',
  make: makeRecordVector,
  async read(given, out) {
    const parsed = await parseRecord(fromHex(out.bytes));
    checkSignature((await accountOf(given.sender)).bundle.edPk, 'epoch', parsed.signed, parsed.sig);
    mustBe(parsed.m, out.hash);
    for (const [i, row] of parsed.rows.entries()) {
      const openKey = fromHex(given.rows[i]!.openKey);
      mustBe(await openEpochKey(parsed, row, openKey, fromHex(out.wraps[i]!)), given.epochKey);
    }
    if (!given.before) return;
    const before = await parseRecord(fromHex(given.before.record));
    mustBe(await previousEpochKey(parsed, fromHex(given.epochKey), before), given.before.epochKey);
  },
  async cases(random) {
    const seeker = drawPerson(random, 1, HOUR);
    const counsellor = drawPerson(random, 2, HOUR);
    const [conversation, centre] = [hex(random(16)), hex(random(16))];
    const inbox = await drawRow(random, 2, 0, centre);
    const vault = await drawRow(random, 3, 0, centre);
    const asks = await senderRow(seeker, 1);
    const responsible = await senderRow(counsellor, 2);
    const team = await Promise.all([3, 3, 4].map((role) => drawRow(random, 1, role as Role, centre)));
    const members = await Promise.all(Array.from({ length: 12 }, () => drawRow(random, 1, 1, centre)));
    const steps: [Person, ConversationKind, Reason, RowIn[]][] = [
      [seeker, 1, 1, [asks, inbox, vault]],
      [counsellor, 1, 2, [asks, responsible, vault]],
      [counsellor, 1, 3, [asks, responsible, ...team, vault]],
      [counsellor, 1, 4, [asks, responsible]],
      [seeker, 1, 5, [asks, inbox, vault]],
      [counsellor, 2, 1, [responsible, team[0]!]],
      [counsellor, 3, 1, [responsible, ...members]],
    ];
    const made: { in: RecordIn; out: RecordOut }[] = [];
    for (const [sender, of, reason, rows] of steps) {
      // Each conversation of kind 1 goes on from the record before; the others begin.
      const last = of === 1 ? made.at(-1) : undefined;
      const given: RecordIn = {
        sender,
        conversation: of === 1 ? conversation : hex(random(16)),
        epoch: last ? last.in.epoch + 1 : 0,
        epochHash: last ? last.out.hash : '00'.repeat(32),
        prevSeq: last ? last.in.prevSeq + 3 : 0,
        prevT: last ? hex(random(32)) : '00'.repeat(32),
        centre,
        logIdx: 7 + made.length,
        logHash: hex(random(32)),
        kind: of,
        reason,
        rows: sorted(rows),
        epochKey: hex(random(32)),
        before: last ? { epochKey: last.in.epochKey, record: last.out.bytes } : null,
        encapsulations: rows.map(() => hex(random(64))),
      };
      made.push({ in: given, out: await makeRecordVector(given) });
    }
    return made.map(({ in: given }) => ({
      in: given,
      bad: refusals(
        ['flip byte 3', 'FORMAT'],
        ['set byte 4 to 02', 'SUITE'],
        ['flip byte 5', 'SIGNATURE'],
        ['flip byte 24', 'SIGNATURE'],
        ['flip byte 60', 'SIGNATURE'],
        ['flip byte 80', 'SIGNATURE'],
        ['set byte 165 to 04', 'FORMAT'],
        ['set byte 166 to 09', 'FORMAT'],
        ['flip byte 170', 'SIGNATURE'],
        ['flip byte 210', 'SIGNATURE'],
        ['flip byte 248', 'FORMAT'],
        ['set byte 250 to 05', 'FORMAT'],
        ['cut 1 byte', 'FORMAT'],
        ['append 00', 'FORMAT'],
        ['flip byte 0 of out.wraps.0', 'UNREADABLE'],
        ['flip byte 1119 of out.wraps.1', 'UNREADABLE'],
        ['flip byte 1167 of out.wraps.1', 'UNREADABLE'],
        ['flip byte 0 of in.rows.0.openKey', 'UNREADABLE'],
      ),
    }));
  },
});
