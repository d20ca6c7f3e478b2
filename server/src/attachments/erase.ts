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

/** The bytes of every file whose row has gone. A file that can't be erased now stays listed for the next time. */
export async function eraseListed({ files, transact }: World, organisation: Bytes): Promise<void> {
  const listed = await transact(organisation, (tenant) =>
    tenant.selectFrom('file_erasures').select(['conversation_id', 'file_id']).execute(),
  );
  for (const { conversation_id, file_id } of listed) {
    await files.erase({ conversation: conversation_id, file: file_id });
    await transact(organisation, (tenant) =>
      tenant
        .deleteFrom('file_erasures')
        .where('conversation_id', '=', conversation_id)
        .where('file_id', '=', file_id)
        .execute(),
    );
  }
}
