// What the server asks of a centre's log beyond the rules every client checks.
import { same } from '../bytes.ts';
import { ACCOUNT_KIND, type Bundles } from '../formats/account-bundle.ts';
import { BIT, type LogEntry, type Staffing, VAULT_POLICY } from '../formats/log-entry.ts';
import { checkSealingKey } from '../labels.ts';
import { refuseUnless } from '../refused.ts';
import { bundleOf, extendLog, type View } from './view.ts';

const PAPER_BITS = BIT.lead | BIT.custodian;

function mayBeStaff({ kid, account, bits }: Staffing, bundles: Bundles): boolean {
  if (bits === 0) return true;
  const bundle = bundleOf(bundles, kid);
  if (!same(bundle.account, account)) return false;
  return bundle.kind === ACCOUNT_KIND.paper ? (bits & ~PAPER_BITS) === 0 : bundle.kind === ACCOUNT_KIND.staff;
}

/** Inbox always, vault unless the policy is off: what a removal must bring along, newly made, in the same batch. */
export const hasStaleKey = (view: View): boolean =>
  view.isInboxStale || (view.policy !== VAULT_POLICY.off && view.isVaultStale);

/**
 * Entries appended together, at least one (`FORMAT`). Throws what `extendLog` throws, `LOG_ACCOUNT` for bundles that
 * are no staff's (the paper: lead and custodian only), `BROKEN_KEY` for a key nothing can be sealed to, and `KEYS` when a needed key is stale after the last entry.
 */
export function judgeLogBatch(view: View | null, entries: readonly LogEntry[], bundles: Bundles): View {
  let next = view;
  for (const entry of entries) {
    const { change } = entry;
    if (change.type === 'key') checkSealingKey(change.xwPk);
    next = extendLog(next, entry, bundles);
    const named = change.type === 'create' ? change.staff : change.type === 'staffing' ? [change] : [];
    refuseUnless(
      named.every((person) => mayBeStaff(person, bundles)),
      'LOG_ACCOUNT',
    );
  }
  refuseUnless(next !== null && entries.length > 0, 'FORMAT');
  refuseUnless(!hasStaleKey(next), 'KEYS');
  return next;
}

export type OpeningNeed = 'keys' | 'counsellors' | 'custodians' | 'paper';

/** What a centre lacks before it may take enquiries; empty when it may open. */
export function missingToOpen(view: View, bundles: Bundles): OpeningNeed[] {
  const isPaper = (person: Staffing) => bundleOf(bundles, person.kid).kind === ACCOUNT_KIND.paper;
  const people = view.staff.filter((person) => !isPaper(person));
  const count = (bit: number) => people.filter((person) => person.bits & bit).length;
  const needsCustodians = view.policy === VAULT_POLICY.custodians || view.policy === VAULT_POLICY.twoConfirm;
  const paperBits = view.policy === VAULT_POLICY.off ? BIT.lead : PAPER_BITS;
  const needs: [OpeningNeed, boolean][] = [
    ['keys', hasStaleKey(view)],
    ['counsellors', count(BIT.counsellor) < 2],
    ['custodians', needsCustodians && count(BIT.custodian) < 2],
    ['paper', !view.staff.some((person) => (person.bits & paperBits) === paperBits && isPaper(person))],
  ];
  return needs.filter(([, isMissing]) => isMissing).map(([need]) => need);
}
