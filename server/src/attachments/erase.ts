import type { Bytes } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';
import type { World } from '../world.ts';

/** The files of an item that is being erased, as far as the database goes; `eraseListed` does the rest after commit. */
export const forgetFilesOf = (tenant: Tenant, conversation: Bytes, seq: number): Promise<unknown> =>
  tenant
    .deleteFrom('files')
    .where('conversation_id', '=', conversation)
    .where('item_seq', '=', seq)
    .execute();

/** Uploads that no message has named within a day. */
export const forgetOrphans = (tenant: Tenant, before: Date): Promise<unknown> =>
  tenant.deleteFrom('files').where('item_seq', 'is', null).where('created_at', '<=', before).execute();

/** What came longer ago than a day's quota looks back. */
export const forgetArrivals = (tenant: Tenant, before: Date): Promise<unknown> =>
  tenant.deleteFrom('file_arrivals').where('at', '<=', before).execute();

/**
 * The bytes of every file whose row has gone. The line goes with them, in one transaction: until both are gone the name
 * is in use, and of two who come for it the second finds nothing to do. A file that can't be erased now stays listed for
 * the next time and keeps no other; its error is thrown at the end.
 */
export async function eraseListed({ files, transact }: World, organisation: Bytes): Promise<void> {
  const listed = await transact(organisation, (tenant) =>
    tenant.selectFrom('file_erasures').select(['conversation_id', 'file_id']).execute(),
  );
  const faults: unknown[] = [];
  for (const { conversation_id, file_id } of listed)
    try {
      await transact(organisation, async (tenant) => {
        const { numDeletedRows } = await tenant
          .deleteFrom('file_erasures')
          .where('conversation_id', '=', conversation_id)
          .where('file_id', '=', file_id)
          .executeTakeFirst();
        if (numDeletedRows > 0n) await files.erase({ conversation: conversation_id, file: file_id });
      });
    } catch (error) {
      faults.push(error);
    }
  if (faults.length > 0) throw faults[0];
}
