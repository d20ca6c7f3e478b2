// What two people compare, and what a link pins: short names of long hashes.
import { toBase32 } from '../base32.ts';
import { type Bytes, compare } from '../bytes.ts';
import { hash } from '../labels.ts';

/** 26 letters, the first 130 bits of the hash of a CREATE entry: `#k=` and the second part of an invitation. */
export const fingerprintOf = (createHash: Bytes): string => toBase32(createHash, 26);

/** Thirty digits in six groups, the same for both people: `12345 67890 …`. */
export async function safetyNumber(kidA: Bytes, kidB: Bytes): Promise<string> {
  const [low, high] = compare(kidA, kidB) <= 0 ? [kidA, kidB] : [kidB, kidA];
  const digest = await hash('sas', low, high);
  const groups = Array.from({ length: 6 }, (_, i) => {
    const number = digest.slice(5 * i, 5 * i + 5).reduce((sum, byte) => sum * 256 + byte, 0);
    return String(number % 100_000).padStart(5, '0');
  });
  return groups.join(' ');
}
