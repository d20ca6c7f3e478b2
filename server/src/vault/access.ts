import type { Bytes } from '@beistand/wire';
import { enterCentre } from '../centres/access.ts';
import type { Place } from '../conversations/store.ts';
import { readPlace } from '../conversations/store.ts';
import type { Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';
import { viewAtHead } from '../keys/view-of-centre.ts';
import { keepsVault } from './rules.ts';

/** A conversation of a centre whose vault the account keeps; to everyone else there is none: `NOT_FOUND`. */
export async function vaultedFor(tenant: Tenant, conversation: Bytes, account: Bytes): Promise<Place> {
  const place = await readPlace(tenant, conversation);
  return place && keepsVault(place.newest, account) ? place : refuse('NOT_FOUND');
}

/** A centre whose vault the account keeps. */
export async function vaultOf(tenant: Tenant, centre: Bytes, account: Bytes): Promise<Bytes> {
  const row = await enterCentre(tenant, centre, account, (part) => part.bits !== 0);
  const view = await viewAtHead(tenant, row);
  return view && keepsVault(view, account) ? row.id : refuse('NOT_FOUND');
}

/** Whether the vault stands open to the account for this conversation at this hour, ms. */
export async function isVaultOpen(
  tenant: Tenant,
  { conversation, centre, newest }: Pick<Place, 'conversation' | 'centre' | 'newest'>,
  account: Bytes,
  now: number,
): Promise<boolean> {
  if (!keepsVault(newest, account)) return false;
  const use = await tenant
    .selectFrom('vault_uses')
    .select('id')
    .where('conversation_id', '=', conversation)
    .where('centre_id', '=', centre)
    .where('account_id', '=', account)
    .where('open_until', '>', new Date(now))
    .executeTakeFirst();
  return use !== undefined;
}
