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

export type AdministratorInvitation = {
  /** 16 B; the database keeps its hash alone. */
  invitation: Bytes;
  until: Date;
  /** One of the organisation's hosts, for the link. */
  host: string;
};

/** A one-time way to become the organisation's administrator. Null when there is no organisation of that name. */
export async function inviteAdministrator(
  database: Database,
  organisationName: string,
): Promise<AdministratorInvitation | null> {
  const organisation = await database.kysely
    .selectFrom('organisations as o')
    .innerJoin('organisation_hosts as h', 'h.organisation_id', 'o.id')
    .select(['o.id', 'h.host'])
    .where('o.name', '=', organisationName)
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
