import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { NamedClient } from './named-client.ts';
import { parseTypes } from './parse-types.ts';
import type { Tables } from './tables.ts';

/** `owner` migrates, dumps and restores; `app` is the server: it owns nothing and no policy lets it by. */
export type Role = 'owner' | 'app';

/**
 * The embedded server by its socket folder, or a server elsewhere. Such a URL names the owner; the server's role there
 * has the name and the password that `migrate` gave it.
 */
export type Connection =
  | { socket: string; database: string }
  | { url: string; appName: string; appPassword: string };

export type Database = {
  readonly pool: pg.Pool;
  readonly kysely: Kysely<Tables>;
  readonly close: () => Promise<void>;
};

export type OpenOptions = {
  connection: Connection;
  role: Role;
  /** Most connections at once; the embedded server allows 40 in all. */
  max?: number;
  /** Told when an idle connection breaks (the database stopped); the pool replaces it at the next query. */
  onBroken?: (error: Error) => void;
};

const reportBroken = (error: Error) => console.error(`a database connection broke: ${error.message}`);

/** pg's settings for a connection as that role. */
export function connectAs(connection: Connection, role: Role): pg.ClientConfig {
  const types = parseTypes;
  if ('socket' in connection)
    return { host: connection.socket, database: connection.database, user: role, types };
  if (role === 'owner') return { connectionString: connection.url, types };
  const url = new URL(connection.url);
  url.username = connection.appName;
  url.password = connection.appPassword;
  return { connectionString: url.href, types };
}

/**
 * No work of the server takes long; whatever does is ended, so that it can't hold its locks and one of few
 * connections. In milliseconds.
 */
const patience = {
  statement_timeout: 30_000,
  lock_timeout: 15_000,
  idle_in_transaction_session_timeout: 30_000,
} satisfies pg.ClientConfig;

/** Opens a pool; connects on the first query. Each connection prepares its statements once. */
export function openDatabase({ connection, role, max = 10, onBroken = reportBroken }: OpenOptions): Database {
  // A dying or full server should be a refusal, not a request that hangs.
  const pool = new pg.Pool({
    ...connectAs(connection, role),
    ...(role === 'app' && patience),
    Client: NamedClient,
    max,
    connectionTimeoutMillis: 10_000,
  });
  // While the pool is being closed, a server that stops as well may be quicker than its goodbye.
  pool.on('error', (error) => pool.ending || onBroken(error));
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { pool, kysely, close: () => pool.end() };
}
