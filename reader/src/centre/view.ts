import { same } from '../bytes/compare.ts';
import type { Bytes } from '../bytes/join.ts';
import { hash } from '../primitive/hash.ts';
import { bit, type Entry, type Staff, type VaultPolicy } from './entry.ts';

/** `kid` is null before the first KEY. */
export type CentreKey = { kid: Bytes | null; publicKey: Bytes | null; isStale: boolean };

/** What folding a log up to one entry gives. */
export type View = {
  centre: Bytes;
  index: number;
  hash: Bytes;
  name: string;
  policy: VaultPolicy;
  staff: readonly Staff[];
  inbox: CentreKey;
  vault: CentreKey;
};

const noKey: CentreKey = { kid: null, publicKey: null, isStale: true };

export const centreKid = (publicKey: Uint8Array): Bytes => hash('kid', publicKey);

const bitsOf = (view: View, kid: Uint8Array): number =>
  view.staff.find((one) => same(one.kid, kid))?.bits ?? 0;

export const has = (view: View, kid: Uint8Array, ...any: number[]): boolean =>
  any.some((wanted) => (bitsOf(view, kid) & wanted) !== 0);

/** The person's kid as the view knows it. */
export const kidOfStaff = (view: View, account: Uint8Array): Bytes | null =>
  view.staff.find((one) => same(one.account, account))?.kid ?? null;

const without = (key: CentreKey, lost: boolean): CentreKey => (lost ? { ...key, isStale: true } : key);

/** The view after an entry, whether or not the rules let it in. */
export function fold(before: View | null, entry: Entry): View {
  const { act, centre, index, hash } = entry;
  if (act.type === 'create' || before === null) {
    const { name, policy, staff } =
      act.type === 'create' ? act : ({ name: '', policy: 0, staff: [] } as const);
    return { centre, index, hash, name, policy, staff, inbox: noKey, vault: noKey };
  }
  const next = { ...before, index, hash };
  if (act.type === 'policy') return { ...next, policy: act.policy };
  if (act.type === 'key') {
    const key = { kid: centreKid(act.publicKey), publicKey: act.publicKey, isStale: false };
    return act.which === 2 ? { ...next, inbox: key } : { ...next, vault: key };
  }
  const { kid, bits } = act.staff;
  const lost = bitsOf(before, kid) & ~bits;
  const others = before.staff.filter((one) => !same(one.kid, kid));
  return {
    ...next,
    staff: bits === 0 ? others : [...others, act.staff],
    inbox: without(before.inbox, (lost & bit.counsellor) !== 0),
    vault: without(before.vault, (lost & bit.custodian) !== 0),
  };
}
