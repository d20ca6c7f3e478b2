import { insist } from '../refuse.ts';
import type { Bytes } from './join.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The first `bits` bits of `bytes`; zero bits fill the last character. */
export function writeBase32(bytes: Uint8Array, bits: number): string {
  const bitAt = (i: number) => (i < bits ? ((bytes[i >> 3] ?? 0) >> (7 - (i & 7))) & 1 : 0);
  return Array.from(
    { length: Math.ceil(bits / 5) },
    (_, i) => alphabet[[0, 1, 2, 3, 4].reduce((sum, j) => sum * 2 + bitAt(5 * i + j), 0)],
  ).join('');
}

/** All bits of exactly `characters` characters, zero bits filling the last byte. */
export function readBase32(text: string, characters: number): Bytes {
  const plain = text
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/[\p{Pd}\s]/gu, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0');
  insist(plain.length === characters, 'CODE');
  const bytes = new Uint8Array(Math.ceil((characters * 5) / 8));
  [...plain].forEach((character, i) => {
    const value = alphabet.indexOf(character);
    insist(value >= 0, 'CODE');
    for (let j = 0; j < 5; j++) {
      const bit = 5 * i + j;
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (((value >> (4 - j)) & 1) << (7 - (bit & 7)));
    }
  });
  return bytes;
}

/** 26 characters for 16 bytes, and back; the two bits that are too many have to be zero. */
export const writeId = (id: Uint8Array): string => writeBase32(id, 128);
export function readId(text: string): Bytes {
  const bytes = readBase32(text, 26);
  insist(bytes[16] === 0, 'CODE');
  return bytes.slice(0, 16);
}
