import type { Contract } from '@beistand/contract';
import { type Bytes, same } from '@beistand/wire';
import { noteChanges } from '../centres/note-change.ts';
import { refuseUnfound } from '../centres/readiness.ts';
import type { Announcement, Asked, Handler, Tenant } from '../http/asked.ts';
import { toBuffer } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';

type Change = Asked<Contract['changeTopic']>;

export const changeTopic: Handler<Contract['changeTopic']> = async (asked) => {
  const { transact, params, input, world, announce } = asked;
  const notices = await transact(async (tenant) => {
    const { promiseHours, fallback, ...fields } = input;
    const { id, short, fallback_centre_id } =
      (await tenant
        .selectFrom('topics')
        .select(['id', 'short', 'fallback_centre_id'])
        .where('id', '=', toBuffer(params.topic))
        .forNoKeyUpdate()
        .executeTakeFirst()) ?? refuse('NOT_FOUND');
    const next = fallback === undefined ? fallback_centre_id : fallback === null ? null : toBuffer(fallback);
    const routing = await noteFallback(asked, tenant, {
      topic: short,
      before: fallback_centre_id,
      after: next,
    });
    const columns = {
      ...fields,
      ...(promiseHours !== undefined && { promise_hours: promiseHours }),
      ...(fallback !== undefined && { fallback_centre_id: next }),
    };
    if (Object.keys(columns).length > 0)
      await tenant.updateTable('topics').set(columns).where('id', '=', id).execute();
    if (promiseHours !== undefined)
      for (const centre of await openCentresOf(tenant, id))
        await refuseUnfound(tenant, centre, world.clock());
    return routing;
  });
  announce(notices);
  return {};
};

/**
 * Whoever nobody else serves is sent to another centre from now on. Foreign keys look past the policies, so another
 * organisation's centre is refused here: `NOT_FOUND`.
 */
async function noteFallback(
  asked: Change,
  tenant: Tenant,
  { topic, before, after }: { topic: string; before: Bytes | null; after: Bytes | null },
): Promise<Announcement[]> {
  const named = [before, after].filter((id) => id !== null);
  if (named.length === 0) return [];
  const rows = await tenant
    .selectFrom('centres')
    .select(['id', 'name', 'log_idx'])
    .where('id', 'in', named)
    .execute();
  const find = (id: Bytes | null) => (id && rows.find((row) => same(row.id, id))) ?? null;
  const [from, to] = [find(before), find(after)];
  if (after && !to) refuse('NOT_FOUND');
  if (from === to) return [];
  const told = [from, to].flatMap((one) => (one && one.log_idx >= 0 ? [one.id] : []));
  const [first, ...others] = told;
  const change = {
    what: 'fallback' as const,
    before: { topic, fallback: from?.name ?? null },
    after: { topic, fallback: to?.name ?? null },
  };
  return first ? noteChanges(asked, tenant, first, [change], others) : [];
}

async function openCentresOf(tenant: Tenant, topic: Bytes): Promise<Bytes[]> {
  const rows = await tenant
    .selectFrom('centre_topics as ct')
    .innerJoin('centre_openings as o', 'o.centre_id', 'ct.centre_id')
    .select('ct.centre_id')
    .where('ct.topic_id', '=', topic)
    .execute();
  return rows.map(({ centre_id }) => centre_id);
}
