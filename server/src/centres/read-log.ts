import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toText } from '../http/codec.ts';
import { enterCentre } from './access.ts';

const mostPerPage = 256;

/** Anyone may, from the first entry on: who follows an invitation checks the centre before they have an account. No name is in it. */
export const readLog: Handler<Contract['readLog']> = ({ transact, params, query, caller }) =>
  transact(async (tenant) => {
    const { id } = await enterCentre(
      tenant,
      toBuffer(params.centre),
      caller.account,
      (_part, { log_idx }) => log_idx >= 0,
    );
    const from = query.from ?? 0;
    const found = await tenant
      .selectFrom('centre_log')
      .select('bytes')
      .where('centre_id', '=', id)
      .where('idx', '>=', from)
      .orderBy('idx')
      .limit(mostPerPage + 1)
      .execute();
    return {
      entries: found.slice(0, mostPerPage).map(({ bytes }) => toText(bytes)),
      next: found.length > mostPerPage ? from + mostPerPage : null,
    };
  });
