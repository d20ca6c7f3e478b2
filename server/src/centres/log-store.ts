import { type AccountBundle, BIT, type Bytes, type LogEntry, type View } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';
import type { Box } from './log-rules.ts';

type Place = { organisation: Bytes; centre: Bytes; at: Date };

/** Keeps bundles that entries name. The same bytes again are no change; other bytes under a taken id are `ID_TAKEN`. */
export async function keepBundles(
  tenant: Tenant,
  organisation: Bytes,
  bundles: readonly AccountBundle[],
): Promise<void> {
  for (const { kid, account, kind, bytes } of bundles) {
    const made = await tenant
      .insertInto('key_bundles')
      .values({ kid, organisation_id: organisation, account_id: account, kind, bytes })
      .onConflict((conflict) => conflict.doNothing())
      .returning('kid')
      .executeTakeFirst();
    const known =
      made ??
      (await tenant.selectFrom('key_bundles').select('kid').where('kid', '=', kid).executeTakeFirst());
    if (!known) refuse('ID_TAKEN');
  }
}

export async function storedEntries(
  tenant: Tenant,
  centre: Bytes,
  from: number,
  count: number,
): Promise<Bytes[]> {
  const rows = await tenant
    .selectFrom('centre_log')
    .select('bytes')
    .where('centre_id', '=', centre)
    .where('idx', '>=', from)
    .orderBy('idx')
    .limit(count)
    .execute();
  return rows.map(({ bytes }) => bytes);
}

export async function storedBoxes(tenant: Tenant, centre: Bytes): Promise<{ key: Bytes; person: Bytes }[]> {
  return tenant
    .selectFrom('centre_seeds')
    .select(['kid_key as key', 'kid_person as person'])
    .where('centre_id', '=', centre)
    .execute();
}

/** Entries and the head they lead to. */
export async function writeEntries(
  tenant: Tenant,
  place: Place,
  entries: readonly LogEntry[],
): Promise<void> {
  const { organisation, centre, at } = place;
  const rows = entries.map(({ idx, hash, bytes }) => ({
    centre_id: centre,
    idx,
    organisation_id: organisation,
    hash,
    bytes,
    at,
  }));
  await tenant.insertInto('centre_log').values(rows).execute();
  const last = entries.at(-1)!;
  const head = { log_idx: last.idx, log_hash: last.hash };
  await tenant.updateTable('centres').set(head).where('id', '=', centre).execute();
}

/**
 * The staff table becomes the view. Whoever is out of it loses the invitation that let them in, too, and whoever counsels no
 * longer their own link: who comes back hands on a new one.
 */
export async function writeStaff(
  tenant: Tenant,
  { organisation, centre, at }: Place,
  view: View,
): Promise<void> {
  const kept = view.staff.map(({ account }) => account);
  const gone = await tenant
    .deleteFrom('centre_staff')
    .where('centre_id', '=', centre)
    .where('account_id', 'not in', kept)
    .returning('account_id')
    .execute();
  if (gone.length > 0)
    await tenant
      .updateTable('invitations')
      .set({ withdrawn_at: at })
      .where('centre_id', '=', centre)
      // Their own way in, and the ways in they made for others that nobody has gone yet.
      .where((where) =>
        where.or([
          where(
            'redeemed_by',
            'in',
            gone.map((row) => row.account_id),
          ),
          where.and([
            where(
              'created_by',
              'in',
              gone.map((row) => row.account_id),
            ),
            where('redeemed_by', 'is', null),
          ]),
        ]),
      )
      .where('withdrawn_at', 'is', null)
      .execute();
  const counselling = view.staff.filter(({ bits }) => bits & BIT.counsellor).map(({ account }) => account);
  await tenant
    .deleteFrom('counsellor_links')
    .where('centre_id', '=', centre)
    .$if(counselling.length > 0, (links) => links.where('account_id', 'not in', counselling))
    .execute();
  const rows = view.staff.map(({ account, kid, bits }) => ({
    centre_id: centre,
    account_id: account,
    kid,
    bits,
    organisation_id: organisation,
  }));
  await tenant
    .insertInto('centre_staff')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['centre_id', 'account_id']).doUpdateSet(({ ref }) => ({
        kid: ref('excluded.kid'),
        bits: ref('excluded.bits'),
      })),
    )
    .execute();
}

/** Every key is one centre's, once, in the whole installation: `KEYS` for one that stands in any log already. */
export async function claimKeys(
  tenant: Tenant,
  { organisation, centre }: Place,
  entries: readonly LogEntry[],
): Promise<void> {
  const rows = entries.flatMap(({ keyKid }) =>
    keyKid ? [{ kid: keyKid, centre_id: centre, organisation_id: organisation }] : [],
  );
  if (rows.length === 0) return;
  const claimed = await tenant
    .insertInto('centre_keys')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('kid')
    .execute();
  if (claimed.length !== rows.length) refuse('KEYS');
}

/** A box again replaces the one before: that is how a broken one is mended. */
export async function writeKeys(
  tenant: Tenant,
  { organisation, centre }: Place,
  boxes: readonly Box[],
  previous: readonly { key: Bytes; box: Bytes }[],
): Promise<void> {
  const common = { centre_id: centre, organisation_id: organisation };
  if (boxes.length > 0)
    await tenant
      .insertInto('centre_seeds')
      .values(boxes.map(({ key, person, box }) => ({ ...common, kid_key: key, kid_person: person, box })))
      .onConflict((conflict) =>
        conflict
          .columns(['centre_id', 'kid_key', 'kid_person'])
          .doUpdateSet(({ ref }) => ({ box: ref('excluded.box') })),
      )
      .execute();
  if (previous.length > 0)
    await tenant
      .insertInto('centre_previous_keys')
      .values(previous.map(({ key, box }) => ({ ...common, kid_key: key, box })))
      .execute();
}
