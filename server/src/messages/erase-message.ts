import type { Contract } from '@beistand/contract';
import { type Bytes, CONVERSATION_KIND, erasedBytes, parseMessage, ROLE, same } from '@beistand/wire';
import { eraseListed, forgetFilesOf } from '../attachments/erase.ts';
import { conversationFor } from '../conversations/access.ts';
import { firstFor } from '../conversations/store.ts';
import type { Handler, Tenant } from '../http/asked.ts';
import { toBuffer, toBytes } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';

/** Erases the words and files of a message, in a conversation that is still theirs. Doing it again changes nothing. */
export const eraseMessage: Handler<Contract['eraseMessage']> = async (asked) => {
  const { world, caller, me, params } = asked;
  const conversation = toBytes(toBuffer(params.conversation));
  await asked.transact(async (tenant) => {
    const { place, right } = await conversationFor(tenant, conversation, me, world.clock());
    const item = await lockItem(tenant, conversation, toBytes(toBuffer(params.message)));
    if (!item || right.by !== 'row') return refuse('NOT_FOUND');
    if (item.seq < (await firstFor(tenant, place, me)).seq) refuse('NOT_FOUND');
    const moderates = place.current.kind === CONVERSATION_KIND.group && right.row.role === ROLE.responsible;
    if (!same(item.sender, me) && !moderates) refuse('NOT_FOUND');
    await forgetFilesOf(tenant, conversation, item.seq);
    if (item.kind === 'erased') return;
    await tenant
      .updateTable('items')
      .set({ kind: 'erased', bytes: erasedBytes(await parseMessage(item.bytes)) })
      .where('conversation_id', '=', conversation)
      .where('seq', '=', item.seq)
      .execute();
  });
  await eraseListed(world, caller.organisation);
  return {};
};

const lockItem = (tenant: Tenant, conversation: Bytes, message: Bytes) =>
  tenant
    .selectFrom('items')
    .select(['seq', 'kind', 'sender', 'bytes'])
    .where('conversation_id', '=', conversation)
    .where('message_id', '=', message)
    .forUpdate()
    .executeTakeFirst();
