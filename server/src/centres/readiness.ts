import { answerDueAt } from '@beistand/contract';
import { ACCOUNT_KIND, type Bytes, missingToOpen } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';
import { bundlesOf } from '../keys/bundles.ts';
import { viewAtHead } from '../keys/view-of-centre.ts';
import type { Centre } from './access.ts';
import { calendarOf } from './calendar.ts';

/** The paper accounts that are in the log now, and when someone last proved to have the sheet. */
export const papersOf = (tenant: Tenant, centre: Bytes): Promise<{ kid: Bytes; checkedAt: Date | null }[]> =>
  tenant
    .selectFrom('centre_staff as s')
    .innerJoin('key_bundles as k', 'k.kid', 's.kid')
    .leftJoin('paper_checks as p', (join) =>
      join.onRef('p.centre_id', '=', 's.centre_id').onRef('p.kid', '=', 's.kid'),
    )
    .select(['s.kid', ({ fn }) => fn.max('p.checked_at').as('checkedAt')])
    .where('s.centre_id', '=', centre)
    .where('k.kind', '=', ACCOUNT_KIND.paper)
    .groupBy('s.kid')
    .orderBy('s.kid')
    .execute();

/**
 * What a centre lacks before it may open, as codes: `wire`'s (`keys counsellors custodians paper`), then `founding`
 * (no log yet), `paper-check`, and those of `missingToBeFound`. Empty when nothing is missing. `now` in ms.
 */
export async function missingOf(tenant: Tenant, centre: Centre, now: number): Promise<string[]> {
  const view = await viewAtHead(tenant, centre);
  const papers = await papersOf(tenant, centre.id);
  const inLog = view
    ? missingToOpen(
        view,
        await bundlesOf(
          tenant,
          view.staff.map(({ kid }) => kid),
        ),
      )
    : ['founding'];
  const isChecked = papers.some(({ checkedAt }) => checkedAt !== null);
  return [
    ...inLog,
    ...(isChecked ? [] : ['paper-check']),
    ...(await missingToBeFound(tenant, centre.id, now)),
  ];
}

/**
 * What those who seek help need of a centre, as it is stored now: `topics`, `areas` (that one of its topics has),
 * `weekly` (hours enough for its longest promise), `phone`.
 */
async function missingToBeFound(tenant: Tenant, centre: Bytes, now: number): Promise<string[]> {
  const row = await tenant
    .selectFrom('centres as c')
    .select(['c.phone', 'c.time_zone', 'c.state', 'c.weekly'])
    .select(({ selectFrom, exists }) => [
      selectFrom('centre_topics as ct')
        .innerJoin('topics as t', 't.id', 'ct.topic_id')
        .select(({ fn }) => fn.max('t.promise_hours').as('hours'))
        .whereRef('ct.centre_id', '=', 'c.id')
        .as('hours'),
      exists(
        selectFrom('areas as a')
          .innerJoin('centre_topics as ct', 'ct.centre_id', 'a.centre_id')
          .select('a.centre_id')
          .whereRef('a.centre_id', '=', 'c.id')
          .where((is) => is.or([is('a.topic_id', 'is', null), is('a.topic_id', '=', is.ref('ct.topic_id'))])),
      ).as('hasArea'),
    ])
    .where('c.id', '=', centre)
    .executeTakeFirstOrThrow();
  const isWeekEnough = answerDueAt(now, calendarOf(row, now), row.hours ?? 0) !== null;
  const needs: [string, boolean][] = [
    ['topics', row.hours === null],
    ['areas', !row.hasArea],
    ['weekly', !isWeekEnough],
    ['phone', row.phone === ''],
  ];
  return needs.filter(([, isMissing]) => isMissing).map(([need]) => need);
}

/** An open centre that can't be found, or can't answer in time, would send people nowhere: `NOT_READY`. */
export async function refuseUnfound(tenant: Tenant, centre: Bytes, now: number): Promise<void> {
  const missing = await missingToBeFound(tenant, centre, now);
  if (missing.length > 0) refuse('NOT_READY', { missing });
}
