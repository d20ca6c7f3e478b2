import type { Contract, Output } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toText } from '../http/codec.ts';
import { enterCentre } from './access.ts';
import { leads } from './rules.ts';

const most = 50;
type Listed = Output<Contract['listCentreChanges']>['changes'][number];

/** Newest first. What leads weren't told of isn't here: other centres' changes stay theirs. */
export const listCentreChanges: Handler<Contract['listCentreChanges']> = ({ transact, params, me }) =>
  transact(async (tenant) => {
    const { id } = await enterCentre(tenant, toBuffer(params.centre), me, leads);
    const rows = await tenant
      .selectFrom('centre_changes_told as told')
      .innerJoin('centre_changes as c', 'c.id', 'told.change_id')
      .innerJoin('centres as of', 'of.id', 'c.centre_id')
      .leftJoin('staff as p', 'p.account_id', 'c.by')
      .select(['c.centre_id', 'of.name', 'c.what', 'c.at', 'p.name as by', 'c.before', 'c.after'])
      .where('told.centre_id', '=', id)
      .orderBy('c.id', 'desc')
      .limit(most)
      .execute();
    return {
      changes: rows.map(({ centre_id, name, what, at, by, before, after }) => ({
        of: toText(centre_id),
        name,
        what: what as Listed['what'], // the column's check allows no other
        at: at.getTime(),
        by,
        before: before as Listed['before'],
        after: after as Listed['after'],
      })),
    };
  });
