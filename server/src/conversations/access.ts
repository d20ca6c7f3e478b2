import { accessOf, type Bytes, isInPool, type Row, same } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';
import { isVaultOpen } from '../vault/access.ts';
import { type Place, readPlace } from './store.ts';

/**
 * Why an account may read a conversation at this hour (ms): its row in the current record, tidied by the centre's newest
 * view, unless it has left and within the dates it has if it covers for somebody, or as a counsellor of the centre for which it waits; of a
 * staff thread, only together with what that is about. There is no second list of members; a custodian reads for as long as a use of the vault lets them.
 */
export type Right = { by: 'row'; row: Row } | { by: 'pool' } | { by: 'vault' };

export function rightTo(place: Place, account: Bytes, now: number): Right | null {
  const { current, newest } = place;
  const row = accessOf(current, newest, account);
  if (row) return isAway(place, account, now) ? null : { by: 'row', row };
  return isInPool(current, newest, account) ? { by: 'pool' } : null;
}

/** What takes a right away from who is named in the record. */
export type Absence = Pick<Place, 'covers' | 'left' | 'parent'>;

/** Named as a cover, and it is before or after its dates; has left the group; or in a staff thread, and not in what that is about. */
export const isAway = ({ covers, left, parent }: Absence, account: Bytes, now: number): boolean =>
  covers.some((cover) => same(cover.account, account) && !(cover.from <= now && now < cover.until)) ||
  left.some((one) => same(one, account)) ||
  (parent !== null && rightTo(parent, account, now)?.by !== 'row');

const vaultRight = async (
  tenant: Tenant,
  place: Place,
  account: Bytes,
  now: number,
): Promise<Right | null> => ((await isVaultOpen(tenant, place, account, now)) ? { by: 'vault' } : null);

/** Throws `NOT_FOUND` alike for conversations that don't exist, are another organisation's, or aren't theirs to read. */
export async function conversationFor(
  tenant: Tenant,
  conversation: Bytes,
  account: Bytes,
  now: number,
): Promise<{ place: Place; right: Right }> {
  const place = await readPlace(tenant, conversation);
  const right = place && (rightTo(place, account, now) ?? (await vaultRight(tenant, place, account, now)));
  return place && right ? { place, right } : refuse('NOT_FOUND');
}
