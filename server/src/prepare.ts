import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { asOwner } from './database/as-owner.ts';
import { dataHome, socketFolder } from './database/data-home.ts';
import { type Embedded, startEmbedded } from './database/embedded.ts';
import { examine, type Found } from './database/examine.ts';
import { migrate } from './database/migrate.ts';
import { type Connection, type Database, openDatabase } from './database/open.ts';
import { renewPassword, serverRole } from './database/server-role.ts';
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
  /** What the data must be, and what new data becomes. Data of the other kind is refused. */
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
  keepOutOfGit(config.dataDir);
  const { embedded, place } = await startDatabase(config, options);
  const undo: (() => Promise<unknown>)[] = embedded ? [embedded.stop] : [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const found = await examine(place);
    refuseOtherKind(found, isTrial, config);
    const secrets = await loadSecrets(config.secretsFile, !found.hasAccounts);
    const connection = await migrated(place, secrets);
    const owner = openDatabase({ connection, role: 'owner', max: 2 });
    undo.push(owner.close);
    await nameInstallation(owner, secrets, {
      isTrial,
      path: config.secretsFile,
      onNewSecrets: () => asOwner(connection, (client) => renewPassword(client, connection)),
    });
    return { connection, secrets, owner, lost: embedded?.lost ?? new Promise(() => {}), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Made-up people whose phrases everyone knows, and people in need, never share a database. */
function refuseOtherKind(found: Found, isTrial: boolean, { databaseUrl, dataDir }: Config): void {
  if (found.isTrial === null || found.isTrial === isTrial) return;
  const [place, name] = databaseUrl
    ? ['The database of DATABASE_URL', 'DATABASE_URL']
    : [dataDir, 'DATA_DIR'];
  throw new Error(
    isTrial
      ? `${place} holds a real installation, which "npm start" never touches: leave ${name} out, or name another.`
      : `${place} holds the trial's made-up people, whose phrases everyone knows: name another ${name} for real use.`,
  );
}

async function migrated(place: Connection, { appPassword }: SecretsOfInstallation): Promise<Connection> {
  if (!('url' in place)) {
    await migrate(place);
    return place;
  }
  await migrate({ ...place, appPassword });
  const appName = await asOwner(place, serverRole);
  return { ...place, appPassword, appName: appName ?? '' };
}

/** A data folder may lie inside a clone: no `git add` takes secrets and sealed files along. */
function keepOutOfGit(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const file = join(dataDir, '.gitignore');
  if (!existsSync(file)) writeFileSync(file, '*\n');
}

type Started = { embedded: Embedded | null; place: Connection };

async function startDatabase({ databaseUrl, dataDir }: Config, options: PrepareOptions): Promise<Started> {
  if (databaseUrl) return { embedded: null, place: { url: databaseUrl, appName: '', appPassword: '' } };
  const { say = () => {} } = options;
  const { databaseDir, note } = dataHome(dataDir);
  if (note) say(note);
  const running = socketFolder(databaseDir);
  const isShared = options.mayShare === true && (await answers(running));
  if (!existsSync(join(databaseDir, 'data'))) say(`Making a new database in ${databaseDir} …`);
  const embedded = isShared ? null : await startEmbedded(databaseDir, { say });
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
