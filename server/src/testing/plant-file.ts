import { createHash } from 'node:crypto';
import type { Bytes } from '@beistand/wire';
import type { FreshDatabase } from './fresh-database.ts';
import type { House, Houses, Seated } from './houses.ts';
import { random } from './identity.ts';
import type { Room } from './sealed.ts';

/** Of one chunk: as small as a file may be that isn't empty. */
export const plantedSize = 17;

/**
 * A file of that person's in a conversation, past the endpoints: whole and perhaps named by an item, or only begun.
 *
 * @returns its id
 */
export async function plantFile(
  database: FreshDatabase,
  { app }: Houses,
  house: House,
  owner: Pick<Seated, 'account'>,
  { stream: { conversation } }: Room,
  { isWhole, itemSeq = null }: { isWhole: boolean; itemSeq?: number | null },
): Promise<Bytes> {
  const { kysely } = database.owner;
  const file = random(16);
  const place = { conversation_id: conversation, organisation_id: house.id };
  await kysely
    .insertInto('files')
    .values({
      ...place,
      id: file,
      account_id: owner.account,
      size: plantedSize,
      created_at: new Date(app.world.clock()),
      item_seq: itemSeq,
    })
    .execute();
  if (!isWhole) return file;
  const bytes = random(plantedSize);
  const sha256 = Uint8Array.from(createHash('sha256').update(bytes).digest());
  await app.world.files.write({ conversation, file, part: 0, sha256 }, bytes);
  await kysely
    .insertInto('file_parts')
    .values({ ...place, file_id: file, part: 0, size: plantedSize, sha256 })
    .execute();
  return file;
}
