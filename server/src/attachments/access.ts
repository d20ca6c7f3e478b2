import { type Bytes, isClosed, ROLE, same } from '@beistand/wire';
import { conversationFor } from '../conversations/access.ts';
import type { Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';

/** Throws `NOT_FOUND` for conversations that aren't theirs, `NOT_ALLOWED` for those who only read, and where nobody writes. */
export async function conversationToWriteIn(
  tenant: Tenant,
  conversation: Bytes,
  account: Bytes,
  now: number,
): Promise<{ isWaiting: boolean }> {
  const { place, right } = await conversationFor(tenant, conversation, account, now);
  if (right.by !== 'row') refuse('NOT_FOUND');
  if (right.row.role === ROLE.reads || isClosed(place.current)) refuse('NOT_ALLOWED');
  return place;
}

export type FileRow = { account_id: Bytes; size: number; item_seq: number | null; created_at: Date };

export const isOwn = ({ account_id }: FileRow, account: Bytes): boolean => same(account_id, account);

const files = (tenant: Tenant, conversation: Bytes, file: Bytes) =>
  tenant
    .selectFrom('files')
    .select(['account_id', 'size', 'item_seq', 'created_at'])
    .where('conversation_id', '=', conversation)
    .where('id', '=', file);

/** A file as it stands, whoever's; null when there is none here. */
export const findFile = async (tenant: Tenant, conversation: Bytes, file: Bytes): Promise<FileRow | null> =>
  (await files(tenant, conversation, file).executeTakeFirst()) ?? null;

/** Locked until the transaction ends: neither bound nor erased meanwhile. Null as above. */
export const lockFile = async (tenant: Tenant, conversation: Bytes, file: Bytes): Promise<FileRow | null> =>
  (await files(tenant, conversation, file).forUpdate().executeTakeFirst()) ?? null;
