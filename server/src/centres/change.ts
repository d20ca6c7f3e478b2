import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { enterCentre, isOpen } from './access.ts';
import { administers, leads, missingInProfile } from './rules.ts';
import { checkFields, setTopics } from './store.ts';

export const changeCentre: Handler<Contract['changeCentre']> = ({ transact, params, input, me, caller }) =>
  transact(async (tenant) => {
    const row = await enterCentre(
      tenant,
      toBuffer(params.centre),
      me,
      (part) => administers(part) || leads(part),
      {
        isLocked: true,
      },
    );
    const { topics, timeZone, weekly, ...profile } = input;
    checkFields(input);
    const columns = {
      ...profile,
      ...(timeZone !== undefined && { time_zone: timeZone }),
      ...(weekly && { weekly: JSON.stringify(weekly) }),
    };
    // An open centre without working hours or phone would promise answers it can't compute and send people nowhere.
    const next = { phone: profile.phone ?? row.phone, weekly: weekly ?? row.weekly };
    const missing = missingInProfile(next, { topics: 1, areas: 1 });
    if (isOpen(row) && missing.length > 0) refuse('NOT_READY', { missing });
    if (Object.keys(columns).length > 0)
      await tenant.updateTable('centres').set(columns).where('id', '=', row.id).execute();
    if (topics) await setTopics(tenant, caller.organisation, row.id, topics);
    return {};
  });
