import { toBase32 } from '@beistand/wire';

/** Eight lower-case Crockford letters (40 random bits): the neutral public address of a topic or centre, `/a/<code>`. */
export const newCode = (random: (length: number) => Uint8Array): string =>
  toBase32(random(5), 8).toLowerCase();
