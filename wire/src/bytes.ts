// The byte work under every format: big-endian, fixed layouts, no floats, no Node and no DOM.
import { Refused } from './refused.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

export const zeros = (length: number): Bytes => new Uint8Array(length);

export function cat(...parts: Uint8Array[]): Bytes {
  const out = zeros(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Numbers travel as JavaScript integers, so a u64 above 2^53 − 1 is refused in both directions. */
function uint(width: number, value: number): Bytes {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** (8 * width)) throw new Refused('FORMAT');
  const out = zeros(width);
  for (let i = width - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) out[i] = rest % 256;
  return out;
}
export const u8 = (value: number): Bytes => uint(1, value);
export const u16 = (value: number): Bytes => uint(2, value);
export const u32 = (value: number): Bytes => uint(4, value);
export const u64 = (value: number): Bytes => uint(8, value);

export const utf8 = (value: string): Bytes => new TextEncoder().encode(value);

/** Strict UTF-8, byte order mark kept, so that `utf8(text(b))` is `b`; anything else is `FORMAT`. */
export function text(bytes: Bytes): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refused('FORMAT');
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => (byte + 256).toString(16).slice(1));

export function hex(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += HEX[byte];
  return out;
}

/** Lower or upper case, even length, else `FORMAT`. */
export function fromHex(value: string): Bytes {
  if (!/^([0-9a-f]{2})*$/i.test(value)) throw new Refused('FORMAT');
  return Uint8Array.from({ length: value.length / 2 }, (_, i) =>
    Number.parseInt(value.slice(2 * i, 2 * i + 2), 16),
  );
}

/** Equality whose time depends on the length only. */
export function same(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}

export function isZero(bytes: Uint8Array): boolean {
  let any = 0;
  for (const byte of bytes) any |= byte;
  return any === 0;
}

/** Lexicographic order, a prefix before its extensions; the sign is what counts. */
export function compare(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** Reads a fixed layout front to back; every shortfall, surplus or wrong magic is `FORMAT`. */
export class Reader {
  at = 0;
  readonly bytes: Bytes;
  constructor(bytes: Bytes) {
    this.bytes = bytes;
  }
  take(length: number): Bytes {
    const end = this.at + length;
    if (end > this.bytes.length) throw new Refused('FORMAT');
    const part = this.bytes.slice(this.at, end);
    this.at = end;
    return part;
  }
  uint(width: 1 | 2 | 4 | 8): number {
    const value = this.take(width).reduce((sum, byte) => sum * 256 + byte, 0);
    if (!Number.isSafeInteger(value)) throw new Refused('FORMAT');
    return value;
  }
  /** One byte that must be a value of the table. */
  oneOf<T extends number>(table: Readonly<Record<string, T>>): T {
    const value = this.uint(1);
    const known = Object.values(table).find((entry) => entry === value);
    if (known === undefined) throw new Refused('FORMAT');
    return known;
  }
  /** Four letters and the suite byte 1; another suite under the right letters is `SUITE`. */
  magic(letters: string): void {
    if (!same(this.take(4), utf8(letters))) throw new Refused('FORMAT');
    if (this.uint(1) !== 1) throw new Refused('SUITE');
  }
  rest(): Bytes {
    return this.take(this.bytes.length - this.at);
  }
  end(): void {
    if (this.at !== this.bytes.length) throw new Refused('FORMAT');
  }
}
