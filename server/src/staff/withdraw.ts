import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { invitationsFor } from './access.ts';

/** Before its use it opens nothing any more; afterwards it turns away who came. Withdrawing again changes nothing. */
export const withdrawInvitation: Handler<Contract['withdrawInvitation']> = ({
  transact,
  params,
  me,
  world,
}) =>
  transact(async (tenant) => {
    const { centre, kinds } = await invitationsFor(tenant, toBuffer(params.centre), me);
    const row = await tenant
      .updateTable('invitations')
      .set(({ fn, val }) => ({ withdrawn_at: fn.coalesce('withdrawn_at', val(new Date(world.clock()))) }))
      .where('centre_id', '=', centre)
      .where('handle', '=', toBuffer(params.handle))
      .where('kind', 'in', kinds)
      .returning('handle')
      .executeTakeFirst();
    return row ? {} : refuse('NOT_FOUND');
  });
