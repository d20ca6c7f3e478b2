import type { Contract, Output } from '@beistand/contract';
import type { Bytes } from '@beistand/wire';
import { publicCalendarOf } from '../centres/calendar.ts';
import type { Handler, Tenant } from '../http/asked.ts';
import { toBuffer, toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';

export const topicAreas: Handler<Contract['topicAreas']> = ({ transact, params, world }) =>
  transact(
    async (tenant) =>
      (await areasOfTopic(tenant, toBuffer(params.topic), world.clock())) ?? refuse('NOT_FOUND'),
  );

/** Open centres that serve a topic, with their areas: what the browser matches a postcode against. Null: no such topic. */
export async function areasOfTopic(
  tenant: Tenant,
  id: Bytes,
  now: number,
): Promise<Output<Contract['topicAreas']> | null> {
  const topic = await tenant
    .selectFrom('topics')
    .select('fallback_centre_id')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!topic) return null;
  const centres = await tenant
    .selectFrom('centres as c')
    .innerJoin('centre_topics as ct', 'ct.centre_id', 'c.id')
    .innerJoin('centre_openings as o', 'o.centre_id', 'c.id')
    .select(['c.id', 'c.code', 'c.name', 'c.phone', 'c.street', 'c.postcode', 'c.city'])
    .select(['c.time_zone', 'c.state', 'c.weekly'])
    .where('ct.topic_id', '=', id)
    .orderBy('c.name')
    .execute();
  const areas = await tenant
    .selectFrom('areas as a')
    .innerJoin('centre_topics as ct', 'ct.centre_id', 'a.centre_id')
    // Drafts have areas too, and nobody is sent there.
    .innerJoin('centre_openings as o', 'o.centre_id', 'a.centre_id')
    .select(['a.centre_id', 'a.postcodes_from', 'a.postcodes_to'])
    .where('ct.topic_id', '=', id)
    .where((is) => is.or([is('a.topic_id', 'is', null), is('a.topic_id', '=', id)]))
    .orderBy('a.postcodes_from')
    .orderBy('a.postcodes_to')
    .execute();
  const areasBy = Map.groupBy(areas, ({ centre_id }) => toText(centre_id));
  const found = centres.map(({ id: centre, time_zone, state, weekly, ...profile }) => ({
    centre: toText(centre),
    ...profile,
    calendar: publicCalendarOf({ time_zone, state, weekly }, now),
    areas: (areasBy.get(toText(centre)) ?? []).map((area) => ({
      from: area.postcodes_from,
      to: area.postcodes_to,
    })),
  }));
  // A fallback that is closed, or no longer serves the topic, would be a dead end.
  const fallback = topic.fallback_centre_id && toText(topic.fallback_centre_id);
  return { fallback: found.some(({ centre }) => centre === fallback) ? fallback : null, centres: found };
}
