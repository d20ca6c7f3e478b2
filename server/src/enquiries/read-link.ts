import type { Contract } from '@beistand/contract';
import { BIT } from '@beistand/wire';
import { sql } from 'kysely';
import type { Handler } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';

/** Nowhere unless its counsellor still counsels there and the centre is open. */
export const readLink: Handler<Contract['readLink']> = ({ transact, params }) =>
  transact(async (tenant) => {
    const row = await tenant
      .selectFrom('counsellor_links as l')
      .innerJoin('staff as p', 'p.account_id', 'l.account_id')
      .innerJoin('centres as c', 'c.id', 'l.centre_id')
      .innerJoin('centre_openings as o', 'o.centre_id', 'c.id')
      .innerJoin('centre_staff as s', (join) =>
        join.onRef('s.centre_id', '=', 'c.id').onRef('s.account_id', '=', 'l.account_id'),
      )
      .select(['l.account_id', 'p.name', 'c.id', 'c.name as centreName'])
      .where('l.code', '=', params.code)
      .where(sql<boolean>`s.bits & ${sql.lit(BIT.counsellor)} <> 0`)
      .executeTakeFirst();
    if (!row) return refuse('NOT_FOUND');
    const { account_id, name, id, centreName } = row;
    return { account: toText(account_id), name, centre: toText(id), centreName };
  });
