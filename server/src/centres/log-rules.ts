// What the server asks of an appended batch beyond wire's log rules. Pure.
import {
  ACCOUNT_KIND,
  BIT,
  type Bundles,
  type Bytes,
  hex,
  type LogEntry,
  type Staffing,
  same,
  staffByAccount,
  VAULT_POLICY,
  type View,
} from '@beistand/wire';
import { refuse } from '../http/refuse.ts';

export type Box = { key: Bytes; person: Bytes; box: Bytes };

/** One's own signature, or that of a paper sheet, which any staff session may carry: `SENDER`. */
export function checkSigners(entries: readonly LogEntry[], bundles: Bundles, me: Bytes): void {
  for (const { signerKid } of entries) {
    const signer = bundles(signerKid) ?? refuse('AKB');
    if (signer.kind !== ACCOUNT_KIND.paper && !same(signer.account, me)) refuse('SENDER');
  }
}

/** Who founds, and the draft's name. */
export type Founding = { me: Bytes; name: string };

/**
 * CREATE names whoever was invited to found the centre, as its lead, and at most the paper beside: `LOG_ACCOUNT`. It
 * bears the draft's name for ever, so whoever read another one looks again: `AGAIN`.
 */
export function checkFounding([create]: readonly LogEntry[], bundles: Bundles, { me, name }: Founding): void {
  if (create?.change.type !== 'create') refuse('LOG_TYPE');
  if (create.change.name !== name) refuse('AGAIN');
  const isPaper = ({ kid }: Staffing) => (bundles(kid) ?? refuse('AKB')).kind === ACCOUNT_KIND.paper;
  const { staff } = create.change;
  const people = staff.filter((person) => !isPaper(person));
  const [founder] = people;
  const isFounded = founder && same(founder.account, me) && founder.bits & BIT.lead;
  if (people.length !== 1 || !isFounded || staff.length - people.length > 1) refuse('LOG_ACCOUNT');
}

/** Who must hold which key: counsellors the inbox's, custodians the vault's. */
function holdersOf(view: View): { key: Bytes; person: Bytes }[] {
  const having = (bit: number) => view.staff.filter(({ bits }) => bits & bit);
  const { inbox, vault } = view;
  return [
    ...(inbox ? having(BIT.counsellor).map(({ kid }) => ({ key: inbox.kid, person: kid })) : []),
    ...(vault && view.policy !== VAULT_POLICY.off
      ? having(BIT.custodian).map(({ kid }) => ({ key: vault.kid, person: kid }))
      : []),
  ];
}

const nameOf = ({ key, person }: { key: Bytes; person: Bytes }) => `${hex(key)}${hex(person)}`;

/** Exactly those who may open a key have a box for it, now or from before, and nobody else gets one: `FORMAT`. */
export function checkBoxes(
  view: View,
  boxes: readonly Box[],
  stored: readonly { key: Bytes; person: Bytes }[],
): void {
  const wanted = new Set(holdersOf(view).map(nameOf));
  const given = new Set(boxes.map(nameOf));
  const known = new Set(stored.map(nameOf));
  const isComplete = [...wanted].every((name) => given.has(name) || known.has(name));
  if (given.size !== boxes.length || !isComplete || [...given].some((name) => !wanted.has(name)))
    refuse('FORMAT');
}

/** A chain link belongs to a key that this batch brings: `FORMAT`. */
export function checkPrevious(entries: readonly LogEntry[], previous: readonly { key: Bytes }[]): void {
  const brought = new Set(entries.flatMap(({ keyKid }) => (keyKid ? [hex(keyKid)] : [])));
  const linked = new Set(previous.map(({ key }) => hex(key)));
  if (linked.size !== previous.length || [...linked].some((key) => !brought.has(key))) refuse('FORMAT');
}

/** Someone who asks for help there must not be left without anyone: `NOT_READY`. */
export function checkStillServed(view: View): void {
  if (!view.staff.some(({ bits }) => bits & BIT.counsellor))
    refuse('NOT_READY', { missing: ['counsellors'] });
}

/** Accounts that had a right before and have less of it now. */
export const losersOf = (before: View | null, after: View): Bytes[] =>
  (before?.staff ?? [])
    .filter(({ account, bits }) => bits & ~(staffByAccount(after, account)?.bits ?? 0))
    .map(({ account }) => account);
