import { accessOf, type Bytes, isInPool, type Row } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';
import { type Place, readPlace } from './store.ts';

/**
 * Why an account may read a conversation now: its row in the current record, tidied by the centre's newest view, or as
 * a counsellor of the centre for which it waits. There is no second list of members.
 */
export type Right = { by: 'row'; row: Row } | { by: 'pool' };

export function rightTo({ current, newest }: Place, account: Bytes): Right | null {
  const row = accessOf(current, newest, account);
  if (row) return { by: 'row', row };
  return isInPool(current, newest, account) ? { by: 'pool' } : null;
}

/** Throws `NOT_FOUND` alike for conversations that don't exist, are another organisation's, or aren't theirs to read. */
export async function conversationFor(
  tenant: Tenant,
  conversation: Bytes,
  account: Bytes,
): Promise<{ place: Place; right: Right }> {
  const place = await readPlace(tenant, conversation);
  const right = place && rightTo(place, account);
  return place && right ? { place, right } : refuse('NOT_FOUND');
}
