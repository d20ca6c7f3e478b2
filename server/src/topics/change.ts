import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';

export const changeTopic: Handler<Contract['changeTopic']> = ({ transact, params, input }) =>
  transact(async (tenant) => {
    const { promiseHours, fallback, ...fields } = input;
    const topics = tenant.selectFrom('topics').select('id').where('id', '=', toBuffer(params.topic));
    const { id } = (await topics.executeTakeFirst()) ?? refuse('NOT_FOUND');
    // Foreign keys look past the policies, so another organisation's centre has to be refused here.
    if (typeof fallback === 'string') {
      const centres = tenant.selectFrom('centres').select('id').where('id', '=', toBuffer(fallback));
      if (!(await centres.executeTakeFirst())) refuse('NOT_FOUND');
    }
    const columns = {
      ...fields,
      ...(promiseHours !== undefined && { promise_hours: promiseHours }),
      ...(fallback !== undefined && { fallback_centre_id: fallback === null ? null : toBuffer(fallback) }),
    };
    if (Object.keys(columns).length > 0)
      await tenant.updateTable('topics').set(columns).where('id', '=', id).execute();
    return {};
  });
