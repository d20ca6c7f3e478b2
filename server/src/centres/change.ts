import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { enterCentre, isOpen, type Part } from './access.ts';
import { noting } from './note-change.ts';
import { refuseUnfound } from './readiness.ts';
import { refuseNamesake } from './refuse-namesake.ts';
import { administers, leads } from './rules.ts';
import { checkFields, setTopics, topicsOf } from './store.ts';

const mayChange = (part: Part): boolean => administers(part) || leads(part);

export const changeCentre: Handler<Contract['changeCentre']> = async (asked) => {
  const { transact, params, input, me, caller, world, announce } = asked;
  const notices = await transact(async (tenant) => {
    const row = await enterCentre(tenant, toBuffer(params.centre), me, mayChange, { isLocked: true });
    const { topics, timeZone, weekly, ...profile } = input;
    checkFields(input);
    if (profile.name !== undefined) await refuseNamesake(tenant, caller.organisation, row.id, profile.name);
    if (topics && isOpen(row) && !administers(row.part)) {
      const served = await topicsOf(tenant, row.id);
      // Where people are sent is the organisation's to say; a lead may stop serving a topic.
      if (topics.some((topic) => !served.includes(topic))) refuse('NOT_ALLOWED');
    }
    const columns = {
      ...profile,
      ...(timeZone !== undefined && { time_zone: timeZone }),
      ...(weekly && { weekly: JSON.stringify(weekly) }),
    };
    return noting(asked, tenant, row, async () => {
      if (Object.keys(columns).length > 0)
        await tenant.updateTable('centres').set(columns).where('id', '=', row.id).execute();
      if (topics) await setTopics(tenant, caller.organisation, row.id, topics);
      if (isOpen(row)) await refuseUnfound(tenant, row.id, world.clock());
    });
  });
  announce(notices);
  return {};
};
