import type { Contract } from '@beistand/contract';
import { same } from '@beistand/wire';
import { refuseUnlessFresh } from '../accounts/fresh.ts';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toBytes } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { vaultedFor } from './access.ts';
import { noticesOfUse } from './notices.ts';
import { shownUse, uses } from './store.ts';

/** A second custodian says yes, in time; from now on the first one is served. Saying it again changes nothing. */
export const confirmVaultUse: Handler<Contract['confirmVaultUse']> = async (asked) => {
  const { world, me, params, transact, announce } = asked;
  const conversation = toBytes(toBuffer(params.conversation));
  const id = toBuffer(params.use);
  const now = world.clock();
  const { place, use } = await transact(async (tenant) => {
    const place = await vaultedFor(tenant, conversation, me);
    const since = new Date(now - 1000 * world.limits.vault.confirmSeconds);
    const use = () =>
      uses(tenant)
        .where('u.id', '=', id)
        .where('u.conversation_id', '=', conversation)
        // It may have moved since: another centre's custodians have no say in this one's vault.
        .where('u.centre_id', '=', place.centre)
        .where('u.needs_second', '=', true)
        .executeTakeFirst();
    const waiting = await use();
    if (!waiting || (!waiting.confirmed_at && waiting.at < since)) return refuse('NOT_FOUND');
    refuseUnlessFresh(asked);
    if (same(waiting.account_id, me)) refuse('NOT_ALLOWED');
    await tenant
      .updateTable('vault_uses')
      .set({
        confirmed_by: me,
        confirmed_at: new Date(now),
        open_until: new Date(now + 1000 * world.limits.vault.openSeconds),
      })
      .where('id', '=', id)
      .where('confirmed_by', 'is', null)
      .execute();
    return { place, use: (await use()) ?? refuse('NOT_FOUND') };
  });
  announce(noticesOfUse(place, now));
  return shownUse(use);
};
