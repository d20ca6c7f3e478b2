import type { Contract } from '@beistand/contract';
import { enterCentre } from '../centres/access.ts';
import { administers } from '../centres/rules.ts';
import type { Handler } from '../http/asked.ts';
import { toBuffer } from '../http/codec.ts';
import { makeInvitation } from './store.ts';

/** For drafts: several may be invited, the first CREATE founds the centre. A founded one has no such invitation. */
export const inviteLead: Handler<Contract['inviteLead']> = ({ transact, params, me, caller, world }) =>
  transact(async (tenant) => {
    const { id } = await enterCentre(
      tenant,
      toBuffer(params.centre),
      me,
      (part, centre) => administers(part) && centre.log_idx < 0,
    );
    return makeInvitation(world, tenant, {
      organisation: caller.organisation,
      centre: id,
      by: me,
      handle: world.random(16),
      kind: 'lead',
    });
  });
