// Compiles words.de.txt: `node client/data/make-words.ts`. Common German words less the reviewed exclusions,
// plus our own additions, each known by its first four letters so that a slip of the pen can be told apart.
import { readFileSync, writeFileSync } from 'node:fs';
import { dictionary } from '@zxcvbn-ts/language-de';

const COUNT = 2048;
const PREFIX = 4;

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8').trim().split(/\s+/);

/** The list in alphabetical order; throws when the reviewed files leave other than 2,048 words. */
export function compileWords(): string[] {
  const excluded = new Set(read('words.excluded.txt'));
  const byPrefix = new Map(read('words.added.txt').map((word) => [word.slice(0, PREFIX), word]));
  for (const word of dictionary.commonWords) {
    const prefix = word.slice(0, PREFIX);
    if (/^[a-z]{4,9}$/.test(word) && !excluded.has(word) && !byPrefix.has(prefix)) byPrefix.set(prefix, word);
  }
  if (byPrefix.size !== COUNT) throw new Error(`${byPrefix.size} words instead of ${COUNT}`);
  return [...byPrefix.values()].sort();
}

if (import.meta.main) writeFileSync(new URL('words.de.txt', import.meta.url), `${compileWords().join('\n')}\n`);
