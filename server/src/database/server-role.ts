import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Connection } from './open.ts';

/** Of the embedded database, which serves one installation; and of a database elsewhere that was made under this name. */
export const usualName = 'app';

/**
 * The role the server connects as: it owns the schema of the job queue, and that is where its name is kept. Null before
 * the first migration.
 */
export async function serverRole(client: Pick<pg.Client, 'query'>): Promise<string | null> {
  const { rows } = await client.query(
    "select pg_get_userbyid(nspowner)::text as name from pg_namespace where nspname = 'pgboss'",
  );
  return rows[0]?.name ?? null;
}

/**
 * Makes the server's role and its schema, once. A role belongs to all databases of a PostgreSQL, so elsewhere each
 * installation has one of its own: a second one, or a database made anew, would else be kept out by a foreign password.
 *
 * @returns the role's name
 * @throws when the role may bypass the policies
 */
export async function prepareRole(client: pg.Client, connection: Connection): Promise<string> {
  const known = await serverRole(client);
  const isElsewhere = 'url' in connection;
  const name = known ?? (isElsewhere ? `beistand_${randomBytes(4).toString('hex')}` : usualName);
  const quoted = client.escapeIdentifier(name);
  const password = isElsewhere ? ` password ${client.escapeLiteral(connection.appPassword)}` : '';
  await client.query('begin');
  try {
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = ${client.escapeLiteral(name)}) then
        execute ${client.escapeLiteral(`create role ${quoted} login nosuperuser nobypassrls${password}`)};
      end if;
    exception when duplicate_object or unique_violation then null; -- another database of this server was quicker
    end $$`);
    const { rows } = await client.query(
      'select from pg_roles where rolname = $1 and (rolsuper or rolbypassrls)',
      [name],
    );
    if (rows.length > 0)
      throw new Error(`the role "${name}" may bypass row-level security: take that right from it`);
    if (!known) {
      await letOwnerIn(client, name);
      await client.query(`create schema pgboss authorization ${quoted}`);
    }
    await client.query('commit');
    return name;
  } catch (error) {
    await client.query('rollback').catch(() => {}); // without a connection there is nothing left to roll back
    throw error;
  }
}

/** Gives the role the password of this connection. One under the usual name may be another installation's as well. */
export async function renewPassword(client: pg.Client, connection: Connection): Promise<void> {
  if (!('url' in connection) || connection.appName === usualName) return;
  const { appName, appPassword } = connection;
  await client.query(
    `alter role ${client.escapeIdentifier(appName)} password ${client.escapeLiteral(appPassword)}`,
  );
}

/** An owner who is no superuser administers a role it made, but must be let in before giving it a schema. */
async function letOwnerIn(client: pg.Client, name: string): Promise<void> {
  // Before 16, PostgreSQL knows one kind of membership only.
  const { rows } = await client.query(
    "select current_setting('server_version_num')::int >= 160000 as knows_kinds",
  );
  const isNewer: boolean = rows[0].knows_kinds;
  const let_in = await client.query('select pg_has_role(current_user, $1, $2) as is_in', [
    name,
    isNewer ? 'set' : 'member',
  ]);
  if (let_in.rows[0].is_in) return;
  const kind = isNewer ? ' with inherit false, set true' : '';
  await client.query(`grant ${client.escapeIdentifier(name)} to current_user${kind}`);
}
