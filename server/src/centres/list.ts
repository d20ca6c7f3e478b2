import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toText } from '../http/codec.ts';
import { stateOf } from './access.ts';

const mostPerPage = 200;

export const listCentres: Handler<Contract['listCentres']> = ({ transact, query }) =>
  transact(async (tenant) => {
    const limit = Math.min(Math.max(query.limit ?? mostPerPage, 1), mostPerPage);
    let rows = tenant
      .selectFrom('centres as c')
      .leftJoin('centre_openings as o', 'o.centre_id', 'c.id')
      .select(['c.id', 'c.code', 'c.name', 'c.log_idx', 'o.opened_at'])
      .orderBy('c.id')
      .limit(limit + 1);
    if (query.after !== undefined) rows = rows.where('c.id', '>', toBuffer(query.after));
    const found = await rows.execute();
    const page = found.slice(0, limit);
    return {
      centres: page.map((row) => ({
        centre: toText(row.id),
        code: row.code,
        name: row.name,
        state: stateOf(row),
      })),
      next: found.length > limit ? toText(page.at(-1)!.id) : null,
    };
  });
