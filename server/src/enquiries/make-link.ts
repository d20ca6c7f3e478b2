import type { Contract } from '@beistand/contract';
import { BIT } from '@beistand/wire';
import { enterCentre } from '../centres/access.ts';
import { newCode } from '../documents/codes.ts';
import type { Handler } from '../http/asked.ts';
import { toBuffer } from '../http/codec.ts';

/** One at each centre; who asks again gets the same. */
export const makeLink: Handler<Contract['makeLink']> = ({ transact, params, me, caller, world }) =>
  transact(async (tenant) => {
    const { id } = await enterCentre(
      tenant,
      toBuffer(params.centre),
      me,
      ({ bits }) => (bits & BIT.counsellor) !== 0,
      { isLocked: true },
    );
    const known = await tenant
      .selectFrom('counsellor_links')
      .select('code')
      .where('centre_id', '=', id)
      .where('account_id', '=', me)
      .executeTakeFirst();
    if (known) return known;
    return tenant
      .insertInto('counsellor_links')
      .values({
        centre_id: id,
        account_id: me,
        organisation_id: caller.organisation,
        code: newCode(world.random),
        created_at: new Date(world.clock()),
      })
      .returning('code')
      .executeTakeFirstOrThrow();
  });
