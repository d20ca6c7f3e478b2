import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { enterCentre } from './access.ts';
import { noteOpening } from './note-change.ts';
import { missingOf } from './readiness.ts';
import { refuseNamesake } from './refuse-namesake.ts';
import { leads } from './rules.ts';

/** A lead opens; an open centre stays as it is. The lock keeps the log from moving between question and answer. */
export const openCentre: Handler<Contract['openCentre']> = async (asked) => {
  const { transact, params, me, caller, world, announce } = asked;
  const { openedAt, notices } = await transact(async (tenant) => {
    const centre = await enterCentre(tenant, toBuffer(params.centre), me, leads, { isLocked: true });
    if (centre.opened_at) return { openedAt: centre.opened_at.getTime(), notices: [] };
    const missing = await missingOf(tenant, centre, world.clock());
    if (missing.length > 0) refuse('NOT_READY', { missing });
    await refuseNamesake(tenant, caller.organisation, centre.id, centre.name);
    const opened_at = new Date(world.clock());
    await tenant
      .insertInto('centre_openings')
      .values({ centre_id: centre.id, organisation_id: caller.organisation, opened_at, opened_by: me })
      .execute();
    return { openedAt: opened_at.getTime(), notices: await noteOpening(asked, tenant, centre.id) };
  });
  announce(notices);
  return { openedAt };
};
