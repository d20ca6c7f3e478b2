import { answerDueAt } from '@beistand/contract';
import type { Bytes } from '@beistand/wire';
import { calendarOf } from '../centres/calendar.ts';
import type { Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';

/**
 * By when a person of the centre answers, ms. Without a topic (forgotten at acceptance) the longest promise among the
 * centre's topics: a date that is kept is worth more than an early one. `CLOSED` when the centre's week holds no such
 * hour.
 */
export async function promiseAt(
  tenant: Tenant,
  centre: Bytes,
  topic: Bytes | null,
  now: number,
): Promise<number> {
  const { hours, ...calendar } =
    (await tenant
      .selectFrom('centres as c')
      .innerJoin('centre_topics as ct', 'ct.centre_id', 'c.id')
      .innerJoin('topics as t', 't.id', 'ct.topic_id')
      .select(['c.time_zone', 'c.state', 'c.weekly'])
      .select(({ fn }) => fn.max('t.promise_hours').as('hours'))
      .where('c.id', '=', centre)
      .$if(topic !== null, (all) => all.where('t.id', '=', topic!))
      .groupBy('c.id')
      .executeTakeFirst()) ?? refuse('CLOSED');
  return answerDueAt(now, calendarOf(calendar, now), hours) ?? refuse('CLOSED');
}
