import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';

/** Takes back what waits. Waits itself for the one that is being sent at this moment, and then finds nothing. */
export const cancelLater: Handler<Contract['cancelLater']> = ({ transact, me, params }) =>
  transact(async (tenant) => {
    const { numDeletedRows } = await tenant
      .deleteFrom('later_messages')
      .where('account_id', '=', me)
      .where('message_id', '=', toBuffer(params.message))
      .executeTakeFirst();
    return numDeletedRows > 0n ? {} : refuse('NOT_FOUND');
  });
