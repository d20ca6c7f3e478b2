import { BIT, type Bytes, CONVERSATION_KIND, hasBit, staffByAccount } from '@beistand/wire';
import type { Place } from '../conversations/store.ts';

/** Counsellors of its centre, and only beside conversations with people who ask. */
export function mayOpenBeside({ current, newest }: Place, account: Bytes): boolean {
  const mine = staffByAccount(newest, account);
  const isBeside = current.kind !== CONVERSATION_KIND.staffThread;
  return isBeside && mine !== undefined && hasBit(newest, mine.kid, BIT.counsellor);
}
