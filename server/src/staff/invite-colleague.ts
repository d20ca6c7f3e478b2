import type { Contract } from '@beistand/contract';
import { enterCentre } from '../centres/access.ts';
import { leads } from '../centres/rules.ts';
import type { Handler } from '../http/asked.ts';
import { toBuffer } from '../http/codec.ts';
import { makeInvitation } from './store.ts';

export const inviteColleague: Handler<Contract['inviteColleague']> = (asked) =>
  asked.transact(async (tenant) => {
    const { params, input, me, caller, world } = asked;
    const { id } = await enterCentre(tenant, toBuffer(params.centre), me, leads);
    return makeInvitation(world, tenant, {
      organisation: caller.organisation,
      centre: id,
      by: me,
      handle: toBuffer(input.handle),
      kind: 'colleague',
    });
  });
