import {
  type Bytes,
  CONVERSATION_KIND,
  type EpochRecord,
  isClosed,
  membersOf,
  ROLE,
  ROW_KIND,
  rowOf,
  same,
} from '@beistand/wire';
import type { Place } from '../conversations/store.ts';
import type { Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';

/** Who is away from a group after `record`, its row in `group_leavers` standing. */
type Away = Bytes[];

/**
 * Before a group's record is stored: nobody takes part who hasn't asked (`NOT_FOUND`), who comes back or has gone keeps no
 * key from before, and the rows of whoever asked or left go when the record has done what they say. Of a group that it closes
 * the door goes, with all who ask there.
 */
export async function settleGroup(tenant: Tenant, place: Place, record: EpochRecord): Promise<Away> {
  const { conversation, current, left } = place;
  if (record.kind !== CONVERSATION_KIND.group) return [];
  const { rows } = record;
  const asking = await tenant
    .selectFrom('group_joiners')
    .select('account_id')
    .where('conversation_id', '=', conversation)
    .execute();
  const isIn = (accounts: readonly Bytes[], account: Bytes) => accounts.some((one) => same(one, account));
  const asked = asking.map(({ account_id }) => account_id).filter((account) => rowOf(rows, account));
  const isUnasked = membersOf(rows).some(
    ({ role, id }) => role === ROLE.asks && !rowOf(current.rows, id) && !isIn(asked, id),
  );
  if (isUnasked) refuse('NOT_FOUND');
  const away = left.filter((account) => rowOf(rows, account) && !isIn(asked, account));
  const gone = membersOf(current.rows)
    .map(({ id }) => id)
    .filter((account) => !rowOf(rows, account));
  const anew = [...gone, ...asked];
  if (anew.length > 0)
    await tenant
      .deleteFrom('wraps')
      .where('conversation_id', '=', conversation)
      .where('kind', '=', ROW_KIND.person)
      .where('id', 'in', anew)
      .execute();
  for (const account of asked)
    await tenant
      .deleteFrom('group_joiners')
      .where('conversation_id', '=', conversation)
      .where('account_id', '=', account)
      .execute();
  for (const account of left.filter((one) => !isIn(away, one)))
    await tenant
      .deleteFrom('group_leavers')
      .where('conversation_id', '=', conversation)
      .where('account_id', '=', account)
      .execute();
  if (isClosed(record))
    await tenant.deleteFrom('group_doors').where('conversation_id', '=', conversation).execute();
  return away;
}
