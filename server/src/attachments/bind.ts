import { type Bytes, partCount } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';
import { isOwn, lockFile } from './access.ts';

/**
 * Makes files part of the item `seq`, which the same transaction stores. Throws `FILES` unless each is there once, in
 * this conversation, whole, the sender's own and named by no message yet.
 */
export async function bindFiles(
  tenant: Tenant,
  conversation: Bytes,
  owner: Bytes,
  seq: number,
  files: readonly Bytes[],
): Promise<void> {
  for (const file of files) {
    const row = await lockFile(tenant, conversation, file);
    const isFree = row && row.item_seq === null && isOwn(row, owner);
    if (!isFree || (await partsOf(tenant, conversation, file)) !== partCount(row.size)) refuse('FILES');
    await tenant
      .updateTable('files')
      .set({ item_seq: seq })
      .where('conversation_id', '=', conversation)
      .where('id', '=', file)
      .execute();
  }
}

/** How many; each was taken at its own place and length only. */
async function partsOf(tenant: Tenant, conversation: Bytes, file: Bytes): Promise<number> {
  const { count } = await tenant
    .selectFrom('file_parts')
    .select((column) => column.fn.countAll<number>().as('count'))
    .where('conversation_id', '=', conversation)
    .where('file_id', '=', file)
    .executeTakeFirstOrThrow();
  return count;
}
