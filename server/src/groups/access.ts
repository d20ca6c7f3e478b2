import { type Bytes, CONVERSATION_KIND, ROLE, type Row } from '@beistand/wire';
import { rightTo } from '../conversations/access.ts';
import { type Locked, lockPlace } from '../conversations/store.ts';
import type { Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';

/** A group as it stands, its row locked; to others than whoever may see it there is none: `NOT_FOUND`. */
export async function lockGroup(
  tenant: Tenant,
  conversation: Bytes,
  account: Bytes,
  now: number,
): Promise<{ place: Locked; row: Row | null }> {
  const place = await lockPlace(tenant, conversation, 0, null);
  if (place?.current.kind !== CONVERSATION_KIND.group) return refuse('NOT_FOUND');
  const right = rightTo(place, account, now);
  return { place, row: right?.by === 'row' ? right.row : null };
}

/** For whoever moderates it; to all others, members included, there is nothing: `NOT_FOUND`. */
export async function moderatedBy(
  tenant: Tenant,
  conversation: Bytes,
  account: Bytes,
  now: number,
): Promise<Locked> {
  const { place, row } = await lockGroup(tenant, conversation, account, now);
  return row?.role === ROLE.responsible ? place : refuse('NOT_FOUND');
}
