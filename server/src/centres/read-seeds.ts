import type { Contract } from '@beistand/contract';
import { ACCOUNT_KIND } from '@beistand/wire';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { enterCentre } from './access.ts';

/** Own boxes for the centre's staff. A paper's boxes go to any staff of the organisation: only the sheet opens them. */
export const readSeeds: Handler<Contract['readSeeds']> = ({ transact, params, query, me }) =>
  transact(async (tenant) => {
    const { id } = await enterCentre(tenant, toBuffer(params.centre), me, (part) =>
      query.paper === undefined ? part.bits !== 0 : part.isStaff,
    );
    const staffing = tenant
      .selectFrom('centre_staff as s')
      .innerJoin('key_bundles as k', 'k.kid', 's.kid')
      .select('s.kid')
      .where('s.centre_id', '=', id);
    const { kid } =
      (await (query.paper === undefined
        ? staffing.where('s.account_id', '=', me)
        : staffing.where('s.kid', '=', toBuffer(query.paper)).where('k.kind', '=', ACCOUNT_KIND.paper)
      ).executeTakeFirst()) ?? refuse('NOT_FOUND');
    const seeds = await tenant
      .selectFrom('centre_seeds')
      .select(['kid_key', 'box'])
      .where('centre_id', '=', id)
      .where('kid_person', '=', kid)
      .execute();
    const previous = await tenant
      .selectFrom('centre_previous_keys')
      .select(['kid_key', 'box'])
      .where('centre_id', '=', id)
      .execute();
    const named = (row: (typeof seeds)[number]) => ({ key: toText(row.kid_key), box: toText(row.box) });
    return { seeds: seeds.map(named), previous: previous.map(named) };
  });
