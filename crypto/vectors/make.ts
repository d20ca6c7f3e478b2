// Writes the vectors: `node crypto/vectors/make.ts`. What is written is never changed: a file that exists
// is compared, and a difference ends the run. `--new-version` writes the next folder instead.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { kinds } from './kinds/all.ts';
import { seeded } from './seeded.ts';
import type { Vector } from './vector.ts';

const here = new URL('.', import.meta.url);
const versions = readdirSync(here)
  .filter((name) => /^v\d+$/.test(name))
  .map((name) => Number(name.slice(1)));
const newest = Math.max(1, ...versions);
const version = process.argv.includes('--new-version') ? newest + 1 : newest;
const folder = new URL(`v${version}/`, here);
mkdirSync(folder, { recursive: true });

const present = new Set(readdirSync(folder));
let differing = 0;
for (const kind of kinds) {
  const vectors: Vector[] = [];
  for (const { in: given, bad } of await kind.cases(seeded(`v${version}/${kind.name}`))) {
    vectors.push({ suite: 1, kind: kind.name, in: given, out: await kind.make(given), bad });
  }
  const name = `${kind.name}.json`;
  const file = new URL(name, folder);
  const json = `[\n${vectors.map((vector) => JSON.stringify(vector)).join(',\n')}\n]\n`;
  if (!present.has(name)) {
    writeFileSync(file, json);
    process.stdout.write(`v${version}/${name}: ${vectors.length} written\n`);
  } else if (readFileSync(file, 'utf8') !== json) {
    differing++;
    process.stderr.write(`v${version}/${name} exists and differs: left as it is, use --new-version\n`);
  }
}
process.exitCode = differing === 0 ? 0 : 1;
