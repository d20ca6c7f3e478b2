// The gate before every message: computed from record and log, so no flag and no word of the server opens it.
import { CONVERSATION_KIND, type EpochRecord } from '../formats/record.ts';
import { isClosed, membersOf, rowOf, sameRows, tidy } from './rows.ts';
import type { View } from './view.ts';

/**
 * True while nobody may write: someone named lost their right, a key is old, or whoever made the epoch key isn't a
 * member. In groups only people count, a new vault key waits for the next change; where nobody writes ever again, nothing does.
 */
export function mustRekey(current: EpochRecord, newest: View): boolean {
  if (isClosed(current)) return false;
  if (!rowOf(current.rows, current.sender)) return true;
  const clean = tidy(current.rows, newest);
  return current.kind === CONVERSATION_KIND.group
    ? !sameRows(membersOf(current.rows), membersOf(clean))
    : !sameRows(current.rows, clean);
}
