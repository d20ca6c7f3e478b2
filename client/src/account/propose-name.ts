import type { Random } from '@beistand/crypto';
import { drawBelow } from './draw-below.ts';

/** `client/data/names.de.json`: stems of adjectives, and nouns by grammatical gender. */
export interface NameParts {
  adjectives: readonly string[];
  nouns: { m: readonly string[]; f: readonly string[]; n: readonly string[] };
}

const endings = { m: 'er', f: 'e', n: 'es' } as const;

/** A pseudonym such as `blauer-otter-4821`; about 2²⁹ of them, so a taken one is a rare refusal. */
export function proposeName(random: Random, { adjectives, nouns }: NameParts): string {
  const adjective = adjectives[drawBelow(adjectives.length, random)]!;
  const genders = (['m', 'f', 'n'] as const).flatMap((gender) =>
    nouns[gender].map((noun) => ({ gender, noun })),
  );
  const { gender, noun } = genders[drawBelow(genders.length, random)]!;
  return `${adjective}${endings[gender]}-${noun}-${1000 + drawBelow(9000, random)}`;
}
