import { bit } from '../centre/entry.ts';
import { has, kidOfStaff, type View } from '../centre/view.ts';
import { type EpochRecord, type Role, rowKind, streamKind } from './record.ts';
import { rowOf } from './stream.ts';
import { tidy } from './tidy.ts';

/** The role an account has here now, null for none. */
export const accessOf = (current: EpochRecord, newest: View, account: Uint8Array): Role | null =>
  rowOf(tidy(current.rows, newest), account)?.role ?? null;

const waits = ({ rows }: EpochRecord) => rows.some(({ kind }) => kind === rowKind.inbox);

/** Whether the account may see this enquiry waiting. */
export function isInPool(current: EpochRecord, newest: View, account: Uint8Array): boolean {
  const kid = kidOfStaff(newest, account);
  return waits(current) && kid !== null && has(newest, kid, bit.counsellor);
}

/** Nobody is left who could answer. */
export const isOrphan = (current: EpochRecord, newest: View): boolean =>
  current.kind === streamKind.oneToOne &&
  !waits(current) &&
  !tidy(current.rows, newest).some(({ role }) => role === 2 || role === 3);
