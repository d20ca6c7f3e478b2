import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { enterCentre, isOpen } from './access.ts';
import { noting } from './note-change.ts';
import { refuseUnfound } from './readiness.ts';
import { administers } from './rules.ts';
import { topicsOf } from './store.ts';

/** All areas of a centre in one transaction: nobody ever finds half a list. */
export const setAreas: Handler<Contract['setAreas']> = async (asked) => {
  const { transact, params, input, me, caller, world, announce } = asked;
  const notices = await transact(async (tenant) => {
    const row = await enterCentre(tenant, toBuffer(params.centre), me, administers, { isLocked: true });
    const served = new Set(await topicsOf(tenant, row.id));
    if (input.areas.some(({ topic }) => topic !== null && !served.has(topic))) refuse('NOT_FOUND');
    if (input.areas.some(({ from, to }) => from > to)) refuse('FORMAT');
    const rows = input.areas.map(({ from, to, topic }) => ({
      centre_id: row.id,
      topic_id: topic === null ? null : toBuffer(topic),
      organisation_id: caller.organisation,
      postcodes_from: from,
      postcodes_to: to,
    }));
    return noting(asked, tenant, row, async () => {
      await tenant.deleteFrom('areas').where('centre_id', '=', row.id).execute();
      if (rows.length > 0) await tenant.insertInto('areas').values(rows).execute();
      if (isOpen(row)) await refuseUnfound(tenant, row.id, world.clock());
    });
  });
  announce(notices);
  return {};
};
