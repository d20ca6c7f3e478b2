import type { Contract } from '@beistand/contract';
import { conversationFor } from '../conversations/access.ts';
import { everything, firstFor } from '../conversations/store.ts';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toBytes } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { findFile, isOwn } from './access.ts';

/** A part for whoever may read the conversation; before a message names the file, for its owner alone. */
export const readPart: Handler<Contract['readPart']> = ({ world, transact, me, params }) => {
  const conversation = toBytes(toBuffer(params.conversation));
  const file = toBytes(toBuffer(params.file));
  return transact(async (tenant) => {
    const { place, right } = await conversationFor(tenant, conversation, me, world.clock());
    const row = await findFile(tenant, conversation, file);
    if (!row || (row.item_seq === null && !isOwn(row, me))) refuse('NOT_FOUND');
    const { seq: first } = right.by === 'row' ? await firstFor(tenant, place, me) : everything;
    if (row.item_seq !== null && row.item_seq < first) refuse('NOT_FOUND');
    const stored = await tenant
      .selectFrom('file_parts')
      .select('sha256')
      .where('conversation_id', '=', conversation)
      .where('file_id', '=', file)
      .where('part', '=', params.part)
      .executeTakeFirst();
    if (!stored) return refuse('NOT_FOUND');
    return toBytes(await world.files.read({ conversation, file, part: params.part, sha256: stored.sha256 }));
  });
};
