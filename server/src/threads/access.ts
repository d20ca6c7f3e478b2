import { type Bytes, ROLE } from '@beistand/wire';
import { conversationFor } from '../conversations/access.ts';
import type { Place } from '../conversations/store.ts';
import type { Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';

/** A conversation in which the account is one of the staff; to everyone else, who asks included, there is none. */
export async function staffedFor(
  tenant: Tenant,
  conversation: Bytes,
  account: Bytes,
  now: number,
): Promise<Place> {
  const { place, right } = await conversationFor(tenant, conversation, account, now);
  return right.by === 'row' && right.row.role !== ROLE.asks ? place : refuse('NOT_FOUND');
}
