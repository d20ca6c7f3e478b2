import type { Contract, Output } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toText } from '../http/codec.ts';

type Returned = Output<Contract['listLater']>['later'][number]['returnedWith'];

/** One's own only, also of conversations that are no longer theirs: what was written stays with who wrote it. */
export const listLater: Handler<Contract['listLater']> = ({ transact, me }) =>
  transact(async (tenant) => {
    const rows = await tenant
      .selectFrom('later_messages')
      .select(['conversation_id', 'bytes', 'due_at'])
      .select((column) => column.ref('returned_with').$castTo<Returned>().as('returned_with'))
      .where('account_id', '=', me)
      .orderBy('due_at')
      .orderBy('message_id')
      .execute();
    return {
      later: rows.map(({ conversation_id, bytes, due_at, returned_with }) => ({
        conversation: toText(conversation_id),
        message: toText(bytes),
        at: due_at.getTime(),
        returnedWith: returned_with,
      })),
    };
  });
