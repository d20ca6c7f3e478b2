import type { Contract, Output } from '@beistand/contract';
import type { Bytes } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';
import { toText } from '../http/codec.ts';

type Shown = Output<Contract['useVault']>;

/** Uses with the names of who made and who confirmed them. */
export const uses = (tenant: Tenant) =>
  tenant
    .selectFrom('vault_uses as u')
    .innerJoin('staff as s', 's.account_id', 'u.account_id')
    .leftJoin('staff as c', 'c.account_id', 'u.confirmed_by')
    .selectAll('u')
    .select(['s.name', 'c.name as confirmer']);
export type UseRow = Awaited<ReturnType<ReturnType<typeof uses>['executeTakeFirstOrThrow']>>;

export const shownUse = (use: UseRow): Shown => ({
  use: toText(use.id),
  by: { account: toText(use.account_id), name: use.name },
  reason: use.reason as Shown['reason'], // the column's check allows no other
  at: use.at.getTime(),
  needsSecond: use.needs_second,
  confirmed:
    use.confirmed_by && use.confirmed_at && use.confirmer !== null
      ? {
          by: { account: toText(use.confirmed_by), name: use.confirmer },
          at: use.confirmed_at.getTime(),
        }
      : null,
  until: use.open_until?.getTime() ?? null,
});

/** Uses of a conversation, oldest first: what members see who are in since that hour, ms. */
export const usesOf = (tenant: Tenant, conversation: Bytes, since: number): Promise<UseRow[]> =>
  uses(tenant)
    .where('u.conversation_id', '=', conversation)
    .where('u.at', '>=', new Date(since))
    .orderBy('u.at')
    .orderBy('u.id')
    .execute();
