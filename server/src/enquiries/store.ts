import { BIT, type Bytes } from '@beistand/wire';
import { sql } from 'kysely';
import type { Tenant } from '../http/asked.ts';

/** Whose link it is; undefined unless its counsellor still counsels there and the centre is open. */
export const linkByCode = (
  tenant: Tenant,
  code: string,
): Promise<{ account_id: Bytes; name: string; id: Bytes; centreName: string } | undefined> =>
  tenant
    .selectFrom('counsellor_links as l')
    .innerJoin('staff as p', 'p.account_id', 'l.account_id')
    .innerJoin('centres as c', 'c.id', 'l.centre_id')
    .innerJoin('centre_openings as o', 'o.centre_id', 'c.id')
    .innerJoin('centre_staff as s', (join) =>
      join.onRef('s.centre_id', '=', 'c.id').onRef('s.account_id', '=', 'l.account_id'),
    )
    .select(['l.account_id', 'p.name', 'c.id', 'c.name as centreName'])
    .where('l.code', '=', code)
    .where(sql<boolean>`s.bits & ${sql.lit(BIT.counsellor)} <> 0`)
    .executeTakeFirst();
