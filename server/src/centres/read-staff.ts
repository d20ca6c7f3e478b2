import type { Contract } from '@beistand/contract';
import { ACCOUNT_KIND } from '@beistand/wire';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toText } from '../http/codec.ts';
import { enterCentre, stateOf } from './access.ts';
import { missingOf, papersOf } from './readiness.ts';
import { builds } from './rules.ts';

export const readStaff: Handler<Contract['readStaff']> = ({ transact, params, me, world }) =>
  transact(async (tenant) => {
    const centre = await enterCentre(tenant, toBuffer(params.centre), me, builds);
    const people = await tenant
      .selectFrom('centre_staff as s')
      .innerJoin('staff as p', 'p.account_id', 's.account_id')
      .innerJoin('key_bundles as k', 'k.kid', 's.kid')
      .select(['s.account_id', 's.kid', 's.bits', 'p.name'])
      .where('s.centre_id', '=', centre.id)
      .where('k.kind', '=', ACCOUNT_KIND.staff)
      .orderBy('p.name')
      .execute();
    const papers = await papersOf(tenant, centre.id);
    return {
      staff: people.map(({ account_id, kid, bits, name }) => ({
        account: toText(account_id),
        key: toText(kid),
        name,
        bits,
      })),
      papers: papers.map(({ kid, checkedAt }) => ({
        key: toText(kid),
        checkedAt: checkedAt?.getTime() ?? null,
      })),
      state: stateOf(centre),
      missing: await missingOf(tenant, centre, world.clock()),
    };
  });
