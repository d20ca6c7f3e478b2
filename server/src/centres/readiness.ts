import { ACCOUNT_KIND, type Bytes, missingToOpen } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';
import { bundlesOf } from '../keys/bundles.ts';
import { viewAtHead } from '../keys/view-of-centre.ts';
import type { Centre } from './access.ts';
import { missingInProfile } from './rules.ts';

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
 * (no log yet), `paper-check`, `topics`, `areas`, `weekly`, `phone`. Empty when nothing is missing.
 */
export async function missingOf(tenant: Tenant, centre: Centre): Promise<string[]> {
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
  const counts = {
    topics: await count(tenant, 'centre_topics', centre.id),
    areas: await count(tenant, 'areas', centre.id),
  };
  return [...inLog, ...(isChecked ? [] : ['paper-check']), ...missingInProfile(centre, counts)];
}

async function count(tenant: Tenant, table: 'centre_topics' | 'areas', centre: Bytes): Promise<number> {
  const { n } = await tenant
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('centre_id', '=', centre)
    .executeTakeFirstOrThrow();
  return n;
}
