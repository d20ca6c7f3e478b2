// What a record's own bytes and the centre's log say of it, whatever came before: for the judge, who has the stream, and
// for a group's newcomer, who hasn't.
import { hex, isZero, same } from '../bytes.ts';
import { ACCOUNT_KIND, type Bundles } from '../formats/account-bundle.ts';
import { VAULT_POLICY } from '../formats/log-entry.ts';
import { CONVERSATION_KIND, type EpochRecord, ROLE, ROW_KIND, type Row } from '../formats/record.ts';
import { refuseUnless } from '../refused.ts';
import { hasRowKind, mayHold, membersOf } from './rows.ts';
import { bundleOf, type View } from './view.ts';

/** People in a group; the vault comes on top. */
export const MAX_IN_GROUP = 100;

/** E1 beyond the parser: one row per thing, no crowd, every person certified and of the kind their role needs. */
export function judgeRows({ kind: of, rows }: EpochRecord, bundles: Bundles): void {
  const names = new Set(rows.map((row) => row.kind + hex(row.id)));
  refuseUnless(names.size === rows.length, 'ROWS');
  refuseUnless(of !== CONVERSATION_KIND.group || membersOf(rows).length <= MAX_IN_GROUP, 'ROWS');
  for (const row of membersOf(rows)) {
    const bundle = bundleOf(bundles, row.kid);
    const kind = row.role === ROLE.asks ? ACCOUNT_KIND.seeker : ACCOUNT_KIND.staff;
    refuseUnless(same(bundle.account, row.id) && bundle.kind === kind, 'ROWS');
  }
}

/** E4: `view` is the log the record names. */
export function judgeView(record: EpochRecord, view: View): void {
  const isOnView =
    same(view.centre, record.centre) && view.idx === record.logIdx && same(view.hash, record.logHash);
  refuseUnless(isOnView, 'LOG');
}

/** E6: nobody the next TIDY would take out. */
export const judgeHolders = (rows: readonly Row[], view: View): void =>
  refuseUnless(
    membersOf(rows).every((row) => mayHold(row, view)),
    'STAFF',
  );

/** E7: only the centre's own newest keys, the vault exactly as the policy says, the old key handed on where it must. */
export function judgeKeys(record: EpochRecord, view: View): void {
  for (const row of record.rows) {
    if (row.kind === ROW_KIND.person) continue;
    const isInbox = row.kind === ROW_KIND.inbox;
    const key = isInbox ? view.inbox : view.vault;
    const isStale = isInbox ? view.isInboxStale : view.isVaultStale;
    refuseUnless(same(row.id, record.centre) && key !== null && same(row.kid, key.kid) && !isStale, 'KEYS');
  }
  refuseUnless(hasRowKind(record.rows, ROW_KIND.vault) === (view.policy !== VAULT_POLICY.off), 'VAULT');
  const startsAnew = record.epoch === 0 || record.kind === CONVERSATION_KIND.group;
  refuseUnless(isZero(record.ekPrev) === startsAnew, 'EK_PREV');
}
