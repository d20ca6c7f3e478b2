import type { Contract } from '@beistand/contract';
import { accessOf, type Bytes, same, VAULT_POLICY } from '@beistand/wire';
import { refuseUnlessFresh } from '../accounts/fresh.ts';
import type { Place } from '../conversations/store.ts';
import type { Handler, Tenant } from '../http/asked.ts';
import { toBuffer, toBytes, toText } from '../http/codec.ts';
import { countOrRefuse } from '../http/limits.ts';
import { refuse } from '../http/refuse.ts';
import { vaultedFor } from './access.ts';
import { noticesOfUse } from './notices.ts';
import { shownUse, uses } from './store.ts';

/** The same use again changes nothing: an answer that got lost opens the vault once. */
export const useVault: Handler<Contract['useVault']> = async (asked) => {
  const { world, caller, me, params, input, transact, announce } = asked;
  const conversation = toBytes(toBuffer(params.conversation));
  const id = toBuffer(input.use);
  const now = world.clock();
  const { place, use } = await transact(async (tenant) => {
    const place = await vaultedFor(tenant, conversation, me);
    refuseUnlessFresh(asked);
    refuseMembers(place, me);
    const needsSecond = place.newest.policy === VAULT_POLICY.twoConfirm;
    if (!(await isStated(tenant, id)))
      countOrRefuse(world, `vault-use:${toText(me)}`, world.limits.vaultUses);
    await tenant
      .insertInto('vault_uses')
      .values({
        id,
        organisation_id: caller.organisation,
        conversation_id: conversation,
        centre_id: place.centre,
        account_id: me,
        reason: input.reason,
        at: new Date(now),
        needs_second: needsSecond,
        open_until: needsSecond ? null : new Date(now + 1000 * world.limits.vault.openSeconds),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return { place, use: await ownUse(tenant, { id, conversation, me, reason: input.reason }) };
  });
  announce(noticesOfUse(place, now));
  return shownUse(use);
};

/** Who reads anyway has no use for it, and the record that takes over is for those who aren't in. */
function refuseMembers({ current, newest }: Place, account: Bytes): void {
  if (accessOf(current, newest, account)) refuse('NOT_ALLOWED');
}

const isStated = async (tenant: Tenant, id: Bytes): Promise<boolean> =>
  (await uses(tenant).where('u.id', '=', id).executeTakeFirst()) !== undefined;

async function ownUse(
  tenant: Tenant,
  { id, conversation, me, reason }: { id: Bytes; conversation: Bytes; me: Bytes; reason: string },
) {
  const use = await uses(tenant).where('u.id', '=', id).executeTakeFirst();
  const isMine =
    use && same(use.conversation_id, conversation) && same(use.account_id, me) && use.reason === reason;
  return isMine ? use : refuse('ID_TAKEN');
}
