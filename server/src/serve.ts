import type { Limits } from '@beistand/contract';
import pg from 'pg';
import { type App, createApp } from './app.ts';
import type { Config } from './config.ts';
import { dataHome } from './database/data-home.ts';
import { type Embedded, startEmbedded } from './database/embedded.ts';
import { migrate } from './database/migrate.ts';
import { type Connection, connectAs, type Database, openDatabase } from './database/open.ts';
import type { Documents } from './http/documents.ts';
import { describeFault } from './http/faults.ts';
import { startJobs } from './jobs.ts';
import { loadSecrets, nameInstallation } from './secrets.ts';

export type ServeOptions = {
  isTrial?: boolean;
  limits?: Limits;
  documents?: Documents;
  tls?: { cert: string; key: string };
  log?: { write: (line: string) => void };
  /** Lines for the one who starts it. */
  say?: (line: string) => void;
};

export type Running = {
  app: App;
  address: string;
  /** For the operator's verbs: past every policy. */
  owner: Database;
  connection: Connection;
  /** Resolves with the reason when the embedded database is gone for good. */
  lost: Promise<Error>;
  stop: () => Promise<void>;
};

const databaseName = 'beistand';

/** Starts the embedded database, if it is the one; then everything to be stopped later stands in `undo`, newest last. */
async function startDatabase({ databaseUrl, dataDir }: Config, say: (line: string) => void) {
  if (databaseUrl)
    return { embedded: null, place: { url: databaseUrl, appPassword: '' } satisfies Connection };
  const home = dataHome(dataDir);
  if (home.note) say(home.note);
  const embedded = await startEmbedded(home.databaseDir);
  const place = { socket: embedded.socket, database: databaseName } satisfies Connection;
  await withClient({ socket: embedded.socket, database: 'postgres' }, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (!rowCount) await client.query(`create database ${databaseName}`);
  });
  return { embedded, place };
}

async function withClient<T>(connection: Connection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(connectAs(connection, 'owner'));
  client.on('error', () => {}); // the query under way rejects with it
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Asked before the secrets are known, so before the migrations. */
const hasAccounts = (connection: Connection): Promise<boolean> =>
  withClient(connection, async (client) => {
    const { rows } = await client.query("select to_regclass('public.accounts') is not null as is_there");
    if (!rows[0].is_there) return false;
    return (await client.query('select from accounts limit 1')).rowCount === 1;
  });

/** The whole server by its configuration: database, migrations, secrets, app, timed work. Undone in reverse by `stop`. */
export async function startServer(config: Config, options: ServeOptions = {}): Promise<Running> {
  const { isTrial = false, say = () => {} } = options;
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const { embedded, place } = await startDatabase(config, say);
    if (embedded) undo.push(embedded.stop);
    const secrets = await loadSecrets(config.secretsFile, !(await hasAccounts(place)));
    const connection: Connection = 'url' in place ? { ...place, appPassword: secrets.appPassword } : place;
    await migrate(connection);
    const owner = openDatabase({ connection, role: 'owner', max: 2 });
    undo.push(owner.close);
    await nameInstallation(owner, secrets, { isTrial, path: config.secretsFile });
    const database = openDatabase({ connection, role: 'app' });
    undo.push(database.close);
    const app = await createApp({ ...options, database, secrets, connection, trustProxy: config.trustProxy });
    undo.push(app.close);
    undo.push(
      await startJobs(app.world, connection, (work, error) =>
        options.log?.write(`${JSON.stringify({ level: 50, work, ...describeFault(error) })}\n`),
      ),
    );
    const address = await app.listen({ port: config.port, host: config.host });
    return { app, address, owner, connection, lost: lossOf(embedded), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const lossOf = (embedded: Embedded | null): Promise<Error> => embedded?.lost ?? new Promise(() => {});
