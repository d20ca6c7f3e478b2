// A newcomer's first record of a group they were never in, from somewhere in its middle, right in everything but one thing;
// and a conversation that is somebody's only because a server has founded a centre.
import type { Account } from '@beistand/crypto';
import {
  type Bytes,
  CENTRE_KEY,
  CONVERSATION_KIND,
  hash,
  parseRecord,
  REASON,
  type Reason,
  type Row,
  same,
  zeros,
} from '@beistand/wire';
import { type Case, forgeEntry, forgeRecord, inboxRow, seat, type Twist, vaultRow } from './forge.ts';
import type { Forged, Forgery } from './forge-items.ts';

const counsels = (bits: number) => (bits & 1) !== 0;
const keepsVault = (bits: number) => (bits & 4) !== 0;

/** Staff of the centre other than the victim. */
function staffWith(c: Case, fits: (bits: number) => boolean, ...but: Account[]): Account | null {
  const seats = [...c.play.cast.seats.values()].map(({ account }) => account);
  const found = c.view.staff
    .filter(({ bits }) => fits(bits))
    .map(({ kid }) => seats.find(({ bundle }) => same(bundle.kid, kid)))
    .find((one) => one && one !== c.victim && !but.includes(one));
  return found ?? null;
}

const MIDDLE = 6;
type Joining = { by: Account; reason?: Reason; rows: Row[]; twist?: Twist };

/** By a moderator who lets the victim in, but for what `change` makes of it. */
const joining =
  (change: (c: Case, plain: { by: Account; rows: Row[]; me: Row }) => Joining | null) =>
  (c: Case): Forged | null => {
    const by = staffWith(c, counsels);
    const bits = c.view.staff.find(({ account }) => same(account, c.victim.bundle.account))?.bits;
    if (!by || (bits !== undefined && !counsels(bits))) return null;
    const me = seat(c.victim, bits === undefined ? 1 : 3);
    const made = change(c, { by, me, rows: [seat(by, 2), me, vaultRow(c)] });
    if (!made) return null;
    const { by: sender, reason = REASON.change, rows, twist } = made;
    const bytes = forgeRecord(c, sender, reason, rows, {
      conversation: c.random(16),
      epoch: 3,
      epochHash: c.random(32),
      prevSeq: MIDDLE - 1,
      prevT: c.random(32),
      kind: CONVERSATION_KIND.group,
      ekPrev: zeros(48),
      ...twist,
    });
    return { kind: 'record', by: sender, isNew: true, from: MIDDLE, bytes };
  };

export const joinForgeries: Forgery[] = [
  {
    name: 'let in by what comes later',
    make: joining((_c, { by, rows }) => ({ by, rows, twist: { prevSeq: MIDDLE } })),
  },
  {
    name: 'let in by another’s record',
    make: joining((c, { by, rows, me }) => {
      const other = staffWith(c, counsels, by);
      return other && { by, rows: [...rows.filter((row) => row !== me), seat(other, 3)] };
    }),
  },
  { name: 'let in by a tidying', make: joining((_c, { by, rows }) => ({ by, rows, reason: REASON.tidy })) },
  {
    name: 'let in by who doesn’t moderate',
    make: joining((c, { by, rows }) => {
      const other = staffWith(c, counsels, by);
      return other && { by: other, rows: [...rows, seat(other, 3)] };
    }),
  },
  {
    name: 'let in by the vault without its keeper',
    make: joining((c, { rows }) => {
      const other = staffWith(c, (bits) => !keepsVault(bits));
      return other && { by: other, rows, reason: REASON.vaultUse };
    }),
  },
  {
    name: 'let in by the vault for nobody',
    make: joining((c, { me, by }) => {
      const keeper = staffWith(c, keepsVault);
      return keeper && { by: keeper, reason: REASON.vaultUse, rows: [me, seat(by, 3), vaultRow(c)] };
    }),
  },
  {
    name: 'let in under another’s signature',
    make: joining((c, { by, rows }) => ({ by, rows, twist: { signedBy: c.victim } })),
  },
  {
    name: 'let in with another’s key',
    make: joining((c, { by, rows }) => {
      const other = staffWith(c, counsels, by);
      return other && { by, rows: [...rows, { ...seat(other, 3), id: c.random(16) }] };
    }),
  },
  {
    name: 'let in on another log',
    make: joining((c, { by, rows }) => ({ by, rows, twist: { logHash: c.random(32) } })),
  },
  {
    name: 'let in beside who has no bit',
    make: joining((c, { by, rows }) => {
      const other = staffWith(c, (bits) => (bits & 25) === 0);
      return other && { by, rows: [...rows, seat(other, 4)] };
    }),
  },
  {
    name: 'let in under a vault of their own',
    make: joining((c, { by, rows }) => ({
      by,
      rows: rows.map((row) => (row.kind === 3 ? { ...row, kid: c.random(32) } : row)),
    })),
  },
  {
    name: 'let into what waits',
    make: joining((c, { by, rows }) => ({ by, rows: [...rows, inboxRow(c)] })),
  },
  { name: 'passed on in a strange centre', make: inStrangeCentre },
];

/** A stranger founds a centre, lets a stranger ask there, accepts, and passes it to the victim's key. */
async function inStrangeCentre(
  c: Case,
  strange: (kind?: 1 | 2 | 3) => Promise<Account>,
): Promise<Forged | null> {
  if (c.view.staff.some(({ account }) => same(account, c.victim.bundle.account))) return null;
  const [by, asking] = [await strange(), await strange(1)];
  const centre = c.random(16);
  const { kid, account } = by.bundle;
  const staff = [{ kid, account, bits: 3 }];
  const create = forgeEntry(centre, null, by, { type: 'create', name: 'strange', vault: 0, staff });
  const after = { idx: 0, hash: await hash('log', create) };
  const key = forgeEntry(centre, after, by, { type: 'key', which: CENTRE_KEY.inbox, xwPk: by.bundle.xwPk });
  const log = { centre, logIdx: 1, logHash: await hash('log', key), kind: CONVERSATION_KIND.oneToOne };
  const conversation = c.random(16);
  const first = forgeRecord(c, asking, REASON.open, [seat(asking, 1), seat(by, 2)], {
    ...{
      ...log,
      conversation,
      epoch: 0,
      epochHash: zeros(32),
      prevSeq: 0,
      prevT: zeros(32),
      ekPrev: zeros(48),
    },
  });
  const { m } = await parseRecord(first);
  const prevT: Bytes = await hash('chain', zeros(32), m);
  const bytes = forgeRecord(c, by, REASON.relink, [seat(c.victim, 1), seat(by, 2)], {
    ...{ ...log, conversation, epoch: 1, epochHash: m, prevSeq: 1, prevT },
  });
  const bundles = [by.bundle, asking.bundle];
  return { kind: 'record', by, isNew: true, first: [first], bytes, bundles, strange: [create, key] };
}
