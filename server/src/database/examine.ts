import { type Connection, type Database, openDatabase } from './open.ts';
import { withOrganisation } from './with-organisation.ts';

export type Found = {
  /** Null: no installation yet. */
  isTrial: boolean | null;
  hasAccounts: boolean;
};

/** Whether anybody depends on the secrets. Looks inside each organisation: an owner without superuser's rights sees nothing outside. */
export async function hasAccounts(database: Database): Promise<boolean> {
  const organisations = await database.kysely.selectFrom('organisations').select('id').execute();
  for (const { id } of organisations) {
    const account = await withOrganisation(database, id, (tenant) =>
      tenant.selectFrom('accounts').select('id').limit(1).executeTakeFirst(),
    );
    if (account) return true;
  }
  return false;
}

/**
 * What a database holds, before anything is changed in it.
 *
 * @throws with what to do when it is elsewhere and can't be used: not reached, too old, or its owner lacks rights
 */
export async function examine(connection: Connection): Promise<Found> {
  const database = openDatabase({ connection, role: 'owner', max: 1 });
  try {
    if ('url' in connection) await refuseUnfit(database, new URL(connection.url));
    const isThere = async (table: string) =>
      (await database.pool.query('select to_regclass($1) is not null as yes', [`public.${table}`])).rows[0]
        .yes;
    if (!(await isThere('installation'))) return { isTrial: null, hasAccounts: false };
    const row = await database.kysely.selectFrom('installation').select('is_trial').executeTakeFirst();
    return { isTrial: row?.is_trial ?? null, hasAccounts: await hasAccounts(database) };
  } finally {
    await database.close();
  }
}

const leastVersion = 15;

type Fitness = {
  version: number;
  shown: string;
  me: string;
  database: string;
  has_role: boolean;
  makes_roles: boolean;
  makes_schemas: boolean;
  makes_tables: boolean;
};

async function refuseUnfit({ pool }: Database, url: URL): Promise<void> {
  const { rows } = await pool
    .query<Fitness>(
      `select current_setting('server_version_num')::int / 10000 as version, current_setting('server_version') as shown,
        quote_ident(current_user) as me, quote_ident(current_database()) as database,
        to_regnamespace('pgboss') is not null as has_role,
        (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as makes_roles,
        has_database_privilege(current_database(), 'create') as makes_schemas,
        has_schema_privilege('public', 'create') as makes_tables`,
    )
    .catch((error: unknown) => {
      throw new Error(`DATABASE_URL: ${whyUnreached(error, url)}`, { cause: error });
    });
  const problem = whyUnfit(rows[0]!);
  if (problem) throw new Error(`DATABASE_URL: ${problem}`);
}

/** What keeps an installation from living in a database; null when nothing does. */
export function whyUnfit(found: Fitness): string | null {
  const { version, shown, me, database } = found;
  if (version < leastVersion)
    return `that is PostgreSQL ${shown}, and Beistand needs ${leastVersion} or newer.`;
  const missing = [
    // The server's role is made once, so that is when these two count.
    !found.has_role && !found.makes_roles && `alter role ${me} createrole;`,
    !found.has_role && !found.makes_schemas && `grant create on database ${database} to ${me};`,
    !found.makes_tables && `grant create on schema public to ${me};`,
  ].filter((statement) => statement !== false);
  if (missing.length === 0) return null;
  return `${me} lacks rights in ${database}. Give them as an administrator of that PostgreSQL:\n${missing.map((statement) => `    ${statement}`).join('\n')}`;
}

function whyUnreached(error: unknown, url: URL): string {
  const { code = '', message } = error as Error & { code?: string };
  const at = url.searchParams.get('host') ?? decodeURIComponent(url.host);
  if (/^(ECONNREFUSED|ENOENT|ETIMEDOUT|EHOSTUNREACH)$/.test(code))
    return `nothing answers at ${at} (${code}). Does PostgreSQL run there, and may this machine reach it?`;
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code)) return `no host named ${at} is known here (${code}).`;
  if (/^28/.test(code))
    return `PostgreSQL at ${at} doesn't let "${decodeURIComponent(url.username)}" in (${code}): is the password right, and does pg_hba.conf allow it?`;
  if (code === '3D000')
    return `PostgreSQL at ${at} has no database "${decodeURIComponent(url.pathname.slice(1))}": make it first.`;
  return `PostgreSQL at ${at} can't be used: ${message || code}`;
}
