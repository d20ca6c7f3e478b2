import { createHash, randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { canEnter, type RunAs, unprivilegedUser } from './unprivileged.ts';

export type DataHome = {
  /** Everything but the database: secrets, sealed files. Made when missing. */
  dataDir: string;
  /** Where the embedded PostgreSQL lives: binaries, data, socket. */
  databaseDir: string;
  /** One line to print when the database could not live inside dataDir, else null. */
  note: string | null;
};

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** In the data folder: where its database lies when that is elsewhere. Deleting the data folder forgets it. */
const whereFile = 'database-folder';

/**
 * The folder below `machineDir` that belongs to this data folder, as written down in it. Before it was written down, the
 * data folder's name led there; one that holds nothing has just been made.
 */
function folderElsewhere(dataDir: string, machineDir: string): { folder: string; write: () => void } {
  const file = join(dataDir, whereFile);
  if (existsSync(file)) return { folder: readFileSync(file, 'utf8').trim(), write: () => {} };
  const older = join(machineDir, shortHash(dataDir));
  const isOlder = existsSync(join(older, 'data')) && existsSync(join(dataDir, 'secrets.json'));
  const folder = isOlder ? older : join(machineDir, randomBytes(6).toString('hex'));
  return { folder, write: () => writeFileSync(file, `${folder}\n`, { mode: 0o600 }) };
}

/**
 * Decides where the embedded database lives: inside dataDir, unless we are root and the user PostgreSQL must run as
 * can't get there (a clone below a 0700 home). Throws when data already lies where that user can no longer reach it:
 * starting an empty database beside it would look like loss.
 */
export function dataHome(dataDir: string, machineDir = '/var/lib/beistand'): DataHome {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const real = realpathSync(dataDir);
  const inside = join(real, 'database');
  const runAs = unprivilegedUser();
  const isReachable = canEnter(real, runAs);
  if (existsSync(join(inside, 'data'))) {
    if (isReachable) return { dataDir: real, databaseDir: inside, note: null };
    throw new Error(
      `the database in ${inside} can't be reached by its user; let others enter ${dirname(real)} again`,
    );
  }
  const { folder, write } = folderElsewhere(real, machineDir);
  if (isReachable && !existsSync(join(folder, 'data')))
    return { dataDir: real, databaseDir: inside, note: null };
  write();
  return {
    dataDir: real,
    databaseDir: folder,
    note: `The database is kept in ${folder}, because its unprivileged user can't enter ${real}.`,
  };
}

/** Unix socket paths end at 107 bytes, and PostgreSQL appends `/.s.PGSQL.5432`. */
const longestSocketFolder = 90;

/** The folder of the socket: beside the data, or a short one in the temporary folder when that path is too long. */
export function socketFolder(databaseDir: string): string {
  const beside = join(databaseDir, 'run');
  if (Buffer.byteLength(beside) <= longestSocketFolder) return beside;
  const name = `beistand-${shortHash(databaseDir)}`;
  const short = join(tmpdir(), name);
  return Buffer.byteLength(short) <= longestSocketFolder ? short : join('/tmp', name);
}

/** Refuses a folder someone else made first: in the shared temporary folder its name can be guessed. */
export function refuseForeignFolder(folder: string, runAs: RunAs): void {
  const found = lstatSync(folder);
  const owner = runAs.uid ?? process.getuid?.();
  if (!found.isDirectory() || found.uid !== owner)
    throw new Error(`${folder} belongs to another user: start as that user, or move it away`);
}
