// Crockford base32: what people read aloud, retype and carry in link fragments. https://www.crockford.com/base32.html
import { type Bytes, zeros } from './bytes.ts';
import { Refused } from './refused.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The first 5 × `letters` bits of the bytes, zero bits where they end. */
export function toBase32(bytes: Uint8Array, letters: number): string {
  let out = '';
  for (let letter = 0; letter < letters; letter++) {
    const bit = letter * 5;
    const pair = ((bytes[bit >> 3] ?? 0) << 8) | (bytes[(bit >> 3) + 1] ?? 0);
    out += ALPHABET[(pair >> (11 - (bit & 7))) & 31];
  }
  return out;
}

/**
 * Exactly `letters` letters → ⌈5 × letters / 8⌉ bytes, leftover bits zero. Forgives case, hyphens, spaces and the
 * lookalikes I, L (1) and O (0); anything else is `FORMAT`.
 */
export function fromBase32(value: string, letters: number): Bytes {
  // Letters are checked first: upper-casing can turn a foreign one into two of ours.
  const typed = value.replace(/[-\s]/g, '');
  if (typed.length !== letters || !/^[0-9A-Za-z]*$/.test(typed)) throw new Refused('FORMAT');
  const clean = typed.toUpperCase().replace(/[IL]/g, '1').replace(/O/g, '0');
  const out = zeros(Math.ceil((letters * 5) / 8));
  for (let letter = 0; letter < letters; letter++) {
    const five = ALPHABET.indexOf(clean[letter]!);
    if (five < 0) throw new Refused('FORMAT');
    const bit = letter * 5;
    const pair = five << (11 - (bit & 7));
    out[bit >> 3]! |= pair >> 8;
    if (pair & 255) out[(bit >> 3) + 1]! |= pair & 255;
  }
  return out;
}

/** 16 bytes as the 26 letters (130 bits) of a link: the value and two zero bits. */
export const toBase32Id = (bytes: Uint8Array): string => toBase32(bytes, 26);

/** 26 letters → 16 bytes; `FORMAT` when one of the two bits behind them is set. */
export function fromBase32Id(value: string): Bytes {
  const bytes = fromBase32(value, 26);
  if (bytes[16] !== 0) throw new Refused('FORMAT');
  return bytes.slice(0, 16);
}
