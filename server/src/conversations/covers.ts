import type { Call, Contract } from '@beistand/contract';
import { type Bytes, type EpochRecord, membersOf, REASON, ROLE, type Row, same } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';
import { toBuffer, toBytes } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import type { Cover } from './store.ts';

type Planned = NonNullable<Call<Contract['appendRecord']>['covers']>;

/** Who asks and who is responsible stand in for nobody. */
const mayCover = ({ role }: Row): boolean => role === ROLE.counsels || role === ROLE.reads;

/** Dates that come with a CHANGE, for rows it has; throws `FORMAT` for others, and for dates that end before now. */
export function readPlanned(planned: Planned, { reason, rows, sender }: EpochRecord, now: number): Cover[] {
  if (planned.length > 0 && reason !== REASON.change) refuse('FORMAT');
  const covers = planned.map((one) => ({ ...one, account: toBytes(toBuffer(one.account)) }));
  const isFit = ({ account, from, until }: Cover) =>
    from < until &&
    now < until &&
    !same(account, sender) &&
    membersOf(rows).some((row) => same(row.id, account) && mayCover(row));
  if (!covers.every(isFit) || new Set(planned.map(({ account }) => account)).size !== planned.length)
    refuse('FORMAT');
  return covers;
}

/** New dates in place of the old, and none for who is out or covers no longer. Answers those that stand now. */
export async function writeCovers(
  tenant: Tenant,
  organisation: Bytes,
  { conversation, rows }: EpochRecord,
  planned: readonly Cover[],
  { seq }: { seq: number },
): Promise<Cover[]> {
  const stay = membersOf(rows)
    .filter((row) => mayCover(row) && !planned.some(({ account }) => same(account, row.id)))
    .map(({ id }) => id);
  await tenant
    .deleteFrom('covers')
    .where('conversation_id', '=', conversation)
    .$if(stay.length > 0, (all) => all.where('account_id', 'not in', stay))
    .execute();
  if (planned.length > 0)
    await tenant
      .insertInto('covers')
      .values(
        planned.map(({ account, from, until }) => ({
          conversation_id: conversation,
          account_id: account,
          organisation_id: organisation,
          record_seq: seq,
          starts_at: new Date(from),
          ends_at: new Date(until),
        })),
      )
      .execute();
  const rest = await tenant
    .selectFrom('covers')
    .select(['account_id', 'starts_at', 'ends_at'])
    .where('conversation_id', '=', conversation)
    .execute();
  return rest.map(({ account_id, starts_at, ends_at }) => ({
    account: account_id,
    from: starts_at.getTime(),
    until: ends_at.getTime(),
  }));
}

/** Who is out wants no key any more. */
export async function forgetLeavers(tenant: Tenant, { conversation, rows }: EpochRecord): Promise<void> {
  await tenant
    .deleteFrom('missing_keys')
    .where('conversation_id', '=', conversation)
    .where(
      'account_id',
      'not in',
      membersOf(rows).map(({ id }) => id),
    )
    .execute();
}
