import type { Contract } from '@beistand/contract';
import { rightTo } from '../conversations/access.ts';
import { readPlace } from '../conversations/store.ts';
import type { Handler } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { behindDoor, isAsking } from './store.ts';

/** Whose door it is, before anyone asks there. */
export const readDoor: Handler<Contract['readDoor']> = ({ transact, params, me, world }) =>
  transact(async (tenant) => {
    const { conversation, centre, centreName } = await behindDoor(tenant, params.code);
    const place = (await readPlace(tenant, conversation))!;
    const isInside = rightTo(place, me, world.clock())?.by === 'row';
    const state = isInside
      ? ('inside' as const)
      : (await isAsking(tenant, conversation, me))
        ? ('asking' as const)
        : ('outside' as const);
    return {
      centre: toText(centre),
      centreName,
      state,
      conversation: state === 'outside' ? null : toText(conversation),
    };
  });
