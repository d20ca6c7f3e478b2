// `node tools/complete-lockfile.ts`, after every `npm install` that added something. A registry that serves only some
// platforms leaves the optional packages of the others out of the lockfile, and `npm ci` then refuses all of it. The
// entries made here carry no integrity: they are for platforms we don't support, where npm would fetch them by version.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.ts';

type Entry = {
  version?: string;
  optionalDependencies?: Record<string, string>;
  cpu?: string[];
  os?: string[];
  libc?: string[];
  [other: string]: unknown;
};
export type Lockfile = { packages: Record<string, Entry>; [other: string]: unknown };

const lockfile = join(root, 'package-lock.json');
export const readLockfile = (): Lockfile => JSON.parse(readFileSync(lockfile, 'utf8'));

/** node's own way of looking: beside the package, then beside each package around it. */
function isThere({ packages }: Lockfile, from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder && `${folder}/`}node_modules/${name}`]) return true;
    if (!folder.includes('/node_modules/')) return packages[`node_modules/${name}`] !== undefined;
  }
}

/** Optional packages the lockfile wants and has no entry for, as `[name, version, wanted by]`. */
export function missingPackages(lock: Lockfile): [string, string, string][] {
  return Object.entries(lock.packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isThere(lock, from, name))
      .map(([name, version]): [string, string, string] => [name, version, from]),
  );
}

/** What such a package runs on, by the convention all of them name themselves after. */
export function platformOf(name: string): Pick<Entry, 'cpu' | 'os' | 'libc'> {
  const words = name.split(/[/-]/);
  const find = (...known: string[]) => words.filter((word) => known.includes(word)).slice(0, 1);
  const os = find('android', 'darwin', 'win32', 'freebsd', 'linux', 'openharmony');
  const cpu = find('arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x');
  if (os.length === 0 || cpu.length === 0) throw new Error(`${name} does not say which platform it is for`);
  const libc = /musl/.test(name) ? ['musl'] : /gnu/.test(name) ? ['glibc'] : undefined;
  return { cpu, os, ...(libc && os[0] === 'linux' ? { libc } : {}) };
}

if (import.meta.main) {
  const lock = readLockfile();
  for (const [name, version, from] of missingPackages(lock)) {
    const dev = lock.packages[from]?.dev ? { dev: true } : {};
    lock.packages[`node_modules/${name}`] = { version, ...platformOf(name), ...dev, optional: true };
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(lockfile, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
}
