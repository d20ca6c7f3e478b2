import {
  CENTRE_KEY,
  type CentreKeyKind,
  checkSignature,
  fromHex,
  hex,
  type LogChange,
  parseLogEntry,
  type Staffing,
  type VaultPolicy,
} from '@beistand/wire';
import {
  boxCentreKey,
  centreKeyOf,
  type KeyPlace,
  linkPreviousKey,
  type Random,
  signLogEntry,
  takeCentreKey,
  takePreviousKey,
} from '../../src/index.ts';
import { scripted } from '../seeded.ts';
import type { Bad } from '../vector.ts';
import { accountOf, drawPerson, HOUR, kind, mustBe, type Person, refusals } from './kind.ts';

type StaffIn = { kid: string; account: string; bits: number };
type ChangeIn =
  | { type: 'create'; name: string; vault: VaultPolicy; staff: StaffIn[] }
  | { type: 'staffing'; kid: string; account: string; bits: number }
  | { type: 'key'; which: CentreKeyKind; seed: string }
  | { type: 'policy'; vault: VaultPolicy };
type LogIn = { signer: Person; centre: string; idx: number; prev: string; at: number; change: ChangeIn };

const staffingOf = (s: StaffIn): Staffing => ({
  kid: fromHex(s.kid),
  account: fromHex(s.account),
  bits: s.bits,
});

/** A key entry's input is the seed, so that a vector doesn't repeat 1,216 bytes. */
async function changeOf(change: ChangeIn): Promise<LogChange> {
  switch (change.type) {
    case 'create':
      return { ...change, staff: change.staff.map(staffingOf) };
    case 'staffing':
      return { type: 'staffing', ...staffingOf(change) };
    case 'key':
      return { type: 'key', which: change.which, xwPk: (await centreKeyOf(fromHex(change.seed))).publicKey };
    case 'policy':
      return change;
  }
}

const ENTRY_REFUSALS = refusals(
  ['flip byte 0', 'FORMAT'],
  ['set byte 4 to 02', 'SUITE'],
  ['set byte 57 to 05', 'FORMAT'],
  ['flip byte 5', 'SIGNATURE'],
  ['flip byte 24', 'SIGNATURE'],
  ['flip byte 25', 'SIGNATURE'],
  ['flip byte 65', 'SIGNATURE'],
  ['flip byte 66', 'SIGNATURE'],
  ['flip byte 99', 'FORMAT'],
  ['cut 1 byte', 'FORMAT'],
  ['append 00', 'FORMAT'],
  ['flip byte 0 of in.signer.masterKey', 'SIGNATURE'],
);

const logEntry = (name: string, bad: Bad[], changes: (random: Random) => ChangeIn[]) =>
  kind<LogIn, { bytes: string; hash: string }>({
    name,
    async make(given) {
      const previous = given.idx === 0 ? null : { idx: given.idx - 1, hash: fromHex(given.prev) };
      const place = { centre: fromHex(given.centre), previous, at: given.at };
      const entry = await signLogEntry(await accountOf(given.signer), place, await changeOf(given.change));
      return { bytes: hex(entry.bytes), hash: hex(entry.hash) };
    },
    async read(given, out) {
      const entry = await parseLogEntry(fromHex(out.bytes));
      checkSignature((await accountOf(given.signer)).bundle.edPk, 'log', entry.signed, entry.sig);
      mustBe(entry.hash, out.hash);
    },
    cases: (random) =>
      changes(random).map((change, i) => {
        const idx = change.type === 'create' ? 0 : [1, 2, 300, 70_000, 4_294_967_295][i % 5]!;
        const prev = idx === 0 ? '00'.repeat(32) : hex(random(32));
        const signer = drawPerson(random, change.type === 'staffing' && i === 4 ? 3 : 2, HOUR);
        return {
          in: { signer, centre: hex(random(16)), idx, prev, at: HOUR + i, change },
          bad: [...ENTRY_REFUSALS, ...bad],
        };
      }),
  });

const staff = (random: Random, bits: number): StaffIn => ({
  kid: hex(random(32)),
  account: hex(random(16)),
  bits,
});

export const logCreate = logEntry('log-create', refusals(['flip byte 101', 'FORMAT']), (random) =>
  [
    { name: 'Beratungsstelle Mitte', people: 1 },
    { name: '', people: 1 },
    { name: 'Bürgerhaus – Ärzt:innen ✓', people: 2 },
    { name: 'x'.repeat(300), people: 3 },
    { name: 'Groß', people: 255 },
  ].map(({ name, people }, i) => ({
    type: 'create' as const,
    name,
    vault: ([2, 0, 1, 3, 2] as const)[i]!,
    staff: Array.from({ length: people }, (_, n) => staff(random, n === 0 ? 3 : 1 + (n % 31))),
  })),
);

export const logStaffing = logEntry('log-staffing', refusals(['set byte 148 to 20', 'FORMAT']), (random) =>
  [0, 1, 6, 24, 31].map((bits) => ({ type: 'staffing' as const, ...staff(random, bits) })),
);

export const logKey = logEntry(
  'log-key',
  refusals(['set byte 100 to 01', 'FORMAT'], ['set byte 100 to 04', 'FORMAT']),
  (random) =>
    ([2, 3, 2, 3, 2] as const).map((which) => ({ type: 'key' as const, which, seed: hex(random(32)) })),
);

export const logPolicy = logEntry('log-policy', refusals(['set byte 100 to 04', 'FORMAT']), () =>
  ([0, 1, 2, 3, 2] as const).map((vault) => ({ type: 'policy' as const, vault })),
);

/** `which` as its byte, so that a refusal can flip it. */
type PlaceIn = { centre: string; which: '02' | '03' };
type BoxIn = PlaceIn & { seed: string; recipient: Person; encapsulation: string };
type BoxOut = { bytes: string; publicKey: string; keyId: string };

const placeOf = ({ centre, which }: PlaceIn): KeyPlace => ({
  centre: fromHex(centre),
  which: which === '02' ? CENTRE_KEY.inbox : CENTRE_KEY.vault,
});
const placeAt = (random: Random, i: number): PlaceIn => ({
  centre: hex(random(16)),
  which: i % 2 === 0 ? '02' : '03',
});

export const centreBox = kind<BoxIn, BoxOut>({
  name: 'centre-box',
  async make(given) {
    const key = await centreKeyOf(fromHex(given.seed));
    const { bundle } = await accountOf(given.recipient);
    const box = await boxCentreKey(placeOf(given), key, bundle, scripted(fromHex(given.encapsulation)));
    return { bytes: hex(box), publicKey: hex(key.publicKey), keyId: hex(key.keyId) };
  },
  async read(given, out) {
    const me = await accountOf(given.recipient);
    const key = await takeCentreKey(me, placeOf(given), fromHex(out.publicKey), fromHex(out.bytes));
    mustBe(key.seed, given.seed);
  },
  cases: (random) =>
    Array.from({ length: 5 }, (_, i) => ({
      in: {
        ...placeAt(random, i),
        seed: hex(random(32)),
        recipient: drawPerson(random, i === 4 ? 3 : 2, HOUR),
        encapsulation: hex(random(64)),
      },
      bad: refusals(
        ['flip byte 0', 'UNREADABLE'],
        ['flip byte 1100', 'UNREADABLE'],
        ['flip byte 1130', 'UNREADABLE'],
        ['flip byte 1167', 'UNREADABLE'],
        ['cut 1 byte', 'UNREADABLE'],
        ['cut 1168 bytes', 'UNREADABLE'],
        ['append 00', 'UNREADABLE'],
        ['flip byte 0 of in.recipient.masterKey', 'UNREADABLE'],
        ['flip byte 7 of out.publicKey', 'UNREADABLE'],
        ['flip byte 15 of in.centre', 'UNREADABLE'],
        ['flip byte 0 of in.which', 'UNREADABLE'],
      ),
    })),
});

type PrevIn = PlaceIn & { seed: string; seedBefore: string };
type PrevOut = { bytes: string; publicKeyBefore: string };

export const centrePrev = kind<PrevIn, PrevOut>({
  name: 'centre-prev',
  async make(given) {
    const before = await centreKeyOf(fromHex(given.seedBefore));
    const prev = await linkPreviousKey(placeOf(given), await centreKeyOf(fromHex(given.seed)), before);
    return { bytes: hex(prev), publicKeyBefore: hex(before.publicKey) };
  },
  async read(given, out) {
    const key = await centreKeyOf(fromHex(given.seed));
    const publicKey = fromHex(out.publicKeyBefore);
    const before = await takePreviousKey(placeOf(given), key, fromHex(out.bytes), publicKey);
    mustBe(before.seed, given.seedBefore);
  },
  cases: (random) =>
    Array.from({ length: 5 }, (_, i) => ({
      in: { ...placeAt(random, i), seed: hex(random(32)), seedBefore: hex(random(32)) },
      bad: refusals(
        ['flip byte 0', 'UNREADABLE'],
        ['flip byte 47', 'UNREADABLE'],
        ['cut 1 byte', 'UNREADABLE'],
        ['flip byte 0 of in.seed', 'UNREADABLE'],
        ['flip byte 1215 of out.publicKeyBefore', 'UNREADABLE'],
        ['flip byte 0 of in.centre', 'UNREADABLE'],
        ['flip byte 0 of in.which', 'UNREADABLE'],
      ),
    })),
});
