// RFC 4648 §5 without padding: how bytes travel in JSON.
import { type Bytes, zeros } from './bytes.ts';
import { Refused } from './refused.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const VALUES = new Uint8Array(128).fill(255);
CODES.forEach((code, value) => {
  VALUES[code] = value;
});

export function toBase64url(bytes: Uint8Array): string {
  const out = zeros(Math.ceil((bytes.length * 4) / 3));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      out[at++] = CODES[(held >> bits) & 63]!;
    }
    held &= (1 << bits) - 1;
  }
  if (bits > 0) out[at] = CODES[(held << (6 - bits)) & 63]!;
  return new TextDecoder().decode(out);
}

/** Exactly one text per byte string: padding, foreign letters and set leftover bits are `FORMAT`. */
export function fromBase64url(value: string): Bytes {
  if (value.length % 4 === 1) throw new Refused('FORMAT');
  const out = zeros(Math.floor((value.length * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < value.length; i++) {
    const six = VALUES[value.charCodeAt(i)] ?? 255;
    if (six === 255) throw new Refused('FORMAT');
    held = (held << 6) | six;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = held >> bits;
    }
    held &= (1 << bits) - 1;
  }
  if (held !== 0) throw new Refused('FORMAT');
  return out;
}
