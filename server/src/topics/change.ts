import type { Contract } from '@beistand/contract';
import type { Bytes } from '@beistand/wire';
import { refuseUnfound } from '../centres/readiness.ts';
import type { Handler, Tenant } from '../http/asked.ts';
import { toBuffer } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';

export const changeTopic: Handler<Contract['changeTopic']> = ({ transact, params, input, world }) =>
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
    if (promiseHours !== undefined)
      for (const centre of await openCentresOf(tenant, id))
        await refuseUnfound(tenant, centre, world.clock());
    return {};
  });

async function openCentresOf(tenant: Tenant, topic: Bytes): Promise<Bytes[]> {
  const rows = await tenant
    .selectFrom('centre_topics as ct')
    .innerJoin('centre_openings as o', 'o.centre_id', 'ct.centre_id')
    .select('ct.centre_id')
    .where('ct.topic_id', '=', topic)
    .execute();
  return rows.map(({ centre_id }) => centre_id);
}
