import { BIT, type Bytes, CONVERSATION_KIND } from '@beistand/wire';
import { sql } from 'kysely';
import { rightTo } from '../conversations/access.ts';
import { type Place, readPlace } from '../conversations/store.ts';
import type { Tenant } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import type { World } from '../world.ts';
import type { Hint } from './hint.ts';
import type { Seat } from './hub.ts';

type Octets = Buffer<ArrayBuffer>;

/** The sessions among these that are still good, by their hash as text. */
export async function stillSignedIn(
  { transact, clock }: Pick<World, 'transact' | 'clock'>,
  organisation: Octets,
  seats: Pick<Seat, 'sidHash'>[],
): Promise<Set<string>> {
  const now = new Date(clock());
  const rows = await transact(organisation, (tenant) =>
    tenant
      .selectFrom('sessions')
      .select('sid_hash')
      .where(
        'sid_hash',
        'in',
        seats.map(({ sidHash }) => sidHash),
      )
      .where('account_id', 'is not', null)
      .where('idle_until', '>', now)
      .where('absolute_until', '>', now)
      .execute(),
  );
  return new Set(rows.map(({ sid_hash }) => toText(sid_hash)));
}

/** What changed after `since` (ms) for these accounts, as the hints that should have told them, with the time of change. */
export async function changesSince(
  { transact, clock }: Pick<World, 'transact' | 'clock'>,
  organisation: Bytes,
  seats: readonly { account: Bytes }[],
  since: number,
): Promise<{ hint: Hint; at: number }[]> {
  const accounts = seats.map(({ account }) => account);
  const now = new Date(clock());
  return transact(organisation, async (tenant) => {
    const items = await tenant
      .selectFrom('conversations as c')
      .innerJoin('record_rows as r', 'r.conversation_id', 'c.id')
      .select(['r.id as account', 'c.id', 'c.kind', 'c.seq', 'c.changed_at'])
      .where('c.organisation_id', '=', organisation)
      .where('c.changed_at', '>', new Date(since))
      .where('r.kind', '=', 1)
      .where('r.id', 'in', accounts)
      // A cover learns nothing before its dates and nothing after them.
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('covers as v')
              .select('v.account_id')
              .whereRef('v.conversation_id', '=', 'c.id')
              .whereRef('v.account_id', '=', 'r.id')
              .where(({ or, eb }) => or([eb('v.starts_at', '>', now), eb('v.ends_at', '<=', now)])),
          ),
        ),
      )
      .execute();
    const waiting = await tenant
      .selectFrom('conversations as c')
      .innerJoin('centre_staff as s', 's.centre_id', 'c.centre_id')
      .select(({ fn }) => [
        's.account_id as account',
        'c.centre_id as id',
        fn.max('c.changed_at').as('changed_at'),
      ])
      .where('c.organisation_id', '=', organisation)
      .where('c.changed_at', '>', new Date(since))
      // A newest item that is a record may have taken an enquiry from the list.
      .where(({ or, eb, ref }) => or([eb('c.is_waiting', '=', true), eb('c.seq', '=', ref('c.record_seq'))]))
      .where('s.account_id', 'in', accounts)
      .where(sql<boolean>`s.bits & ${sql.lit(BIT.counsellor)} <> 0`)
      .groupBy(['s.account_id', 'c.centre_id'])
      .execute();
    return [
      ...(await readable(tenant, items, now)).map(({ account, id, seq, changed_at }) => ({
        hint: ['items', [toText(account)], toText(id), seq, ''] satisfies Hint as Hint,
        at: changed_at.getTime(),
      })),
      ...waiting.map(({ account, id, changed_at }) => ({
        hint: ['waiting', [toText(account)], toText(id), 0, ''] satisfies Hint as Hint,
        at: changed_at.getTime(),
      })),
    ];
  });
}

/** The query above knows rows alone: of a group, and of a thread together with what it is about, those may be away. */
async function readable<C extends { account: Bytes; id: Bytes; kind: number }>(
  tenant: Tenant,
  changes: readonly C[],
  now: Date,
): Promise<C[]> {
  const places = new Map<string, Place | null>();
  for (const { id, kind } of changes)
    if (kind !== CONVERSATION_KIND.oneToOne && !places.has(toText(id)))
      places.set(toText(id), await readPlace(tenant, id));
  return changes.filter(({ account, id }) => {
    const place = places.get(toText(id));
    return !place || rightTo(place, account, now.getTime());
  });
}
