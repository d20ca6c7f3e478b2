/** Builds the web client into `dist/` when its sources have changed. What builds is loaded only then: a start waits for this. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const root = import.meta.dirname;
const dist = join(root, 'dist');

/** Everything that decides what is built: our sources, what each package shows to others, and the lockfile. */
async function hashOfInputs(): Promise<string> {
  const hash = createHash('sha256');
  const folders = [
    'src',
    '../contract/src',
    '../wire/src',
    '../crypto/src',
    '../client/src',
    '../client/data',
  ].map((f) => join(root, f));
  const entries = await Promise.all(
    folders.map((folder) => readdir(folder, { recursive: true, withFileTypes: true })),
  );
  const files = entries
    .flat()
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const name of [
    'build.ts',
    'build-all.ts',
    'bundle.ts',
    'bundle-wasm.ts',
    'text-generate.ts',
    'package.json',
    ...['contract', 'wire', 'crypto', 'client'].map((name) => `../${name}/package.json`),
    '../package-lock.json',
  ])
    files.push(join(root, name));
  for (const file of files.filter((f) => !/\/generated\/|\.test\.tsx?$/.test(f)).sort())
    hash
      .update(relative(root, file))
      .update('\0')
      .update(await readFile(file));
  return hash.digest('hex');
}

/** Builds what has changed. Answers whether anything had. */
export async function buildWeb(): Promise<boolean> {
  const inputs = await hashOfInputs();
  const stamp = join(dist, 'inputs.txt');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === inputs) return false;
  const { buildAll } = await import('./build-all.ts');
  await buildAll(dist, inputs);
  return true;
}

if (import.meta.main) await buildWeb();
