import type { Random } from '@beistand/crypto';
import { drawBelow } from './draw-below.ts';

/** Seven of 2,048 words = 77 bits: out of reach even for whoever holds a dump and the server's secrets. */
const WORDS = 7;

/** Seven words of `client/data/words.de.txt` with single spaces between; a word may come twice. */
export function proposePhrase(random: Random, words: readonly string[]): string {
  return Array.from({ length: WORDS }, () => words[drawBelow(words.length, random)]).join(' ');
}
