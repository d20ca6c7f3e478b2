import type { Config } from './config.ts';
import { asOwner } from './database/as-owner.ts';
import { dataHome, socketFolder } from './database/data-home.ts';
import { type Embedded, startEmbedded } from './database/embedded.ts';
import { migrate } from './database/migrate.ts';
import { type Connection, type Database, openDatabase } from './database/open.ts';
import { loadSecrets, nameInstallation, type SecretsOfInstallation } from './secrets.ts';

export type Prepared = {
  connection: Connection;
  secrets: SecretsOfInstallation;
  /** For the operator's verbs: past every policy. */
  owner: Database;
  /** Resolves with the reason when the embedded database is gone for good. */
  lost: Promise<Error>;
  close: () => Promise<void>;
};

export type PrepareOptions = {
  isTrial?: boolean;
  /** Use the embedded database of a server that is running, instead of refusing because it is in use. */
  mayShare?: boolean;
  /** Lines for the one who starts it. */
  say?: (line: string) => void;
};

const databaseName = 'beistand';

/** A database that is there, migrated, named, and has its secrets: what the server and the operator's verbs begin with. */
export async function prepareDatabase(config: Config, options: PrepareOptions = {}): Promise<Prepared> {
  const { isTrial = false } = options;
  const { embedded, place } = await startDatabase(config, options);
  const undo: (() => Promise<unknown>)[] = embedded ? [embedded.stop] : [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const secrets = await loadSecrets(config.secretsFile, !(await hasAccounts(place)));
    const connection: Connection = 'url' in place ? { ...place, appPassword: secrets.appPassword } : place;
    await migrate(connection);
    const owner = openDatabase({ connection, role: 'owner', max: 2 });
    undo.push(owner.close);
    await nameInstallation(owner, secrets, { isTrial, path: config.secretsFile });
    return { connection, secrets, owner, lost: embedded?.lost ?? new Promise(() => {}), close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Started = { embedded: Embedded | null; place: Connection };

async function startDatabase({ databaseUrl, dataDir }: Config, options: PrepareOptions): Promise<Started> {
  if (databaseUrl) return { embedded: null, place: { url: databaseUrl, appPassword: '' } };
  const home = dataHome(dataDir);
  if (home.note) options.say?.(home.note);
  const running = socketFolder(home.databaseDir);
  const isShared = options.mayShare === true && (await answers(running));
  const embedded = isShared ? null : await startEmbedded(home.databaseDir);
  const socket = embedded?.socket ?? running;
  await asOwner({ socket, database: 'postgres' }, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (!rowCount) await client.query(`create database ${databaseName}`);
  });
  return { embedded, place: { socket, database: databaseName } };
}

async function answers(socket: string): Promise<boolean> {
  try {
    return await asOwner({ socket, database: 'postgres' }, async () => true);
  } catch {
    return false; // nobody there, or not yet or no longer: then starting it says what is the matter
  }
}

/** Asked before the secrets are known, so before the migrations. */
const hasAccounts = (connection: Connection): Promise<boolean> =>
  asOwner(connection, async (client) => {
    const { rows } = await client.query("select to_regclass('public.accounts') is not null as is_there");
    if (!rows[0].is_there) return false;
    return (await client.query('select from accounts limit 1')).rowCount === 1;
  });
