import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';

/** From now on it leads nowhere; a new one has another code. */
export const endLink: Handler<Contract['endLink']> = ({ transact, params, me }) =>
  transact(async (tenant) => {
    const ended = await tenant
      .deleteFrom('counsellor_links')
      .where('centre_id', '=', toBuffer(params.centre))
      .where('account_id', '=', me)
      .returning('code')
      .executeTakeFirst();
    return ended ? {} : refuse('NOT_FOUND');
  });
