// The operator's hand: what the command line does past every endpoint, as the owner of the database.
import { createHash, randomBytes } from 'node:crypto';
import type { Bytes } from '@beistand/wire';
import { sql } from 'kysely';
import type { Database } from '../database/open.ts';
import { withOrganisation } from '../database/with-organisation.ts';
import { invitationLifeMs } from '../staff/rules.ts';

/** The operator has no clock of the program's: the database's will do. */
const now = sql<Date>`now()`;

/** Adds a tenant that answers at `host`; `isDefault` makes it answer every host nobody has. Returns its id, 16 B. */
export async function addOrganisation(
  database: Database,
  { name, host, isDefault = false }: { name: string; host: string; isDefault?: boolean },
): Promise<Bytes> {
  const id = randomBytes(16);
  await database.kysely.transaction().execute(async (transaction) => {
    await transaction.insertInto('organisations').values({ id, name, created_at: now }).execute();
    await transaction
      .insertInto('organisation_hosts')
      .values({ host: host.toLowerCase(), organisation_id: id, is_default: isDefault })
      .execute();
  });
  return id;
}

export type ListedOrganisation = { name: string; hosts: { host: string; isDefault: boolean }[] };

export async function listOrganisations({ kysely }: Database): Promise<ListedOrganisation[]> {
  const rows = await kysely
    .selectFrom('organisations as o')
    .leftJoin('organisation_hosts as h', 'h.organisation_id', 'o.id')
    .select(['o.name', 'h.host', 'h.is_default'])
    .orderBy('o.name')
    .orderBy('h.host')
    .execute();
  return [...Map.groupBy(rows, ({ name }) => name)].map(([name, of]) => ({
    name,
    hosts: of.flatMap(({ host, is_default }) => (host ? [{ host, isDefault: is_default === true }] : [])),
  }));
}

/** One more host of an organisation. False when there is none of that name. */
export async function addHost(
  { kysely }: Database,
  { name, host, isDefault }: { name: string; host: string; isDefault: boolean },
): Promise<boolean> {
  const found = await kysely
    .selectFrom('organisations')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirst();
  if (!found) return false;
  await kysely
    .insertInto('organisation_hosts')
    .values({ host: host.toLowerCase(), organisation_id: found.id, is_default: isDefault })
    .execute();
  return true;
}

/** Null when nobody answers there; `last` when the organisation has no other, and then it stays. */
export async function removeHost(
  { kysely }: Database,
  host: string,
): Promise<'removed' | 'default' | 'last' | null> {
  return kysely.transaction().execute(async (transaction) => {
    const found = await transaction
      .selectFrom('organisation_hosts')
      .selectAll()
      .where('host', '=', host.toLowerCase())
      .executeTakeFirst();
    if (!found) return null;
    const all = await transaction
      .selectFrom('organisation_hosts')
      .select('host')
      .where('organisation_id', '=', found.organisation_id)
      .forUpdate()
      .execute();
    if (all.length === 1) return 'last';
    await transaction.deleteFrom('organisation_hosts').where('host', '=', found.host).execute();
    return found.is_default ? 'default' : 'removed';
  });
}

export type AdministratorInvitation = {
  /** 16 B; the database keeps its hash alone. */
  invitation: Bytes;
  until: Date;
  /** One of the organisation's hosts, for the link. */
  host: string;
};

/**
 * A one-time way to become the organisation's administrator, at `atHost` if that is one of its hosts. Null when there is
 * no organisation of that name.
 */
export async function inviteAdministrator(
  database: Database,
  organisationName: string,
  atHost = '',
): Promise<AdministratorInvitation | null> {
  const organisation = await database.kysely
    .selectFrom('organisations as o')
    .innerJoin('organisation_hosts as h', 'h.organisation_id', 'o.id')
    .select(['o.id', 'h.host'])
    .where('o.name', '=', organisationName)
    .orderBy(sql`h.host = ${atHost}`, 'desc')
    .orderBy('h.host')
    .executeTakeFirst();
  if (!organisation) return null;
  const invitation = randomBytes(16);
  const { until } = await withOrganisation(database, organisation.id, (tenant) =>
    tenant
      .insertInto('invitations')
      .values({
        id_hash: createHash('sha256').update(invitation).digest(),
        handle: randomBytes(16),
        organisation_id: organisation.id,
        kind: 'administrator',
        created_at: now,
        until: sql<Date>`now() + make_interval(secs => ${invitationLifeMs / 1000})`,
      })
      .returning('until')
      .executeTakeFirstOrThrow(),
  );
  return { invitation, until, host: organisation.host };
}

const idOf = async (database: Database, organisationName: string): Promise<Bytes | null> =>
  (
    await database.kysely
      .selectFrom('organisations')
      .select('id')
      .where('name', '=', organisationName)
      .executeTakeFirst()
  )?.id ?? null;

export type Administrator = { account: Bytes; name: string; since: Date };

/** Who administers an organisation; null when there is none of that name. */
export async function listAdministrators(
  database: Database,
  organisationName: string,
): Promise<Administrator[] | null> {
  const organisation = await idOf(database, organisationName);
  if (!organisation) return null;
  return withOrganisation(database, organisation, (tenant) =>
    tenant
      .selectFrom('administrators as a')
      .innerJoin('staff as s', 's.account_id', 'a.account_id')
      .select(['a.account_id as account', 's.name', 'a.granted_at as since'])
      .where('a.organisation_id', '=', organisation)
      .orderBy('a.granted_at')
      .execute(),
  );
}

/**
 * Ends an administrator's right, their sessions and the links they made that nobody has used, also the way to found a
 * draft. What they are in centres is those centres' leads' to say. False when that account administers nothing here.
 */
export async function removeAdministrator(
  database: Database,
  organisationName: string,
  account: Bytes,
): Promise<boolean> {
  const organisation = await idOf(database, organisationName);
  if (!organisation) return false;
  return withOrganisation(database, organisation, async (tenant) => {
    const removed = await tenant
      .deleteFrom('administrators')
      .where('account_id', '=', account)
      .where('organisation_id', '=', organisation)
      .returning('account_id')
      .executeTakeFirst();
    if (!removed) return false;
    await tenant.deleteFrom('sessions').where('account_id', '=', account).execute();
    await tenant
      .updateTable('invitations')
      .set({ withdrawn_at: now })
      .where('organisation_id', '=', organisation)
      .where('kind', '=', 'lead')
      .where('withdrawn_at', 'is', null)
      .where((is) =>
        is.or([
          is('redeemed_by', '=', account),
          is.and([is('created_by', '=', account), is('redeemed_by', 'is', null)]),
        ]),
      )
      .execute();
    return true;
  });
}
