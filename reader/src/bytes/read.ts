import { insist, refuse } from '../refuse.ts';
import { compare } from './compare.ts';
import { type Bytes, utf8 } from './join.ts';

export type Cursor = {
  take: (length: number) => Bytes;
  number: (size: 1 | 2 | 4 | 8) => number;
  /** One of these numbers. */
  oneOf: <N extends number>(...known: readonly N[]) => N;
  at: () => number;
  end: () => void;
};

/** Reads from the start, refusing `FORMAT` when the bytes don't suffice. */
export function read(bytes: Uint8Array): Cursor {
  let at = 0;
  const take = (length: number) => {
    insist(at + length <= bytes.length, 'FORMAT');
    at += length;
    return Uint8Array.from(bytes.subarray(at - length, at));
  };
  const number = (size: 1 | 2 | 4 | 8) => {
    const value = take(size).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    insist(value <= BigInt(Number.MAX_SAFE_INTEGER), 'FORMAT');
    return Number(value);
  };
  return {
    take,
    number,
    oneOf: (...known) => {
      const value = number(1);
      return known.find((one) => one === value) ?? refuse('FORMAT');
    },
    at: () => at,
    end: () => insist(at === bytes.length, 'FORMAT'),
  };
}

/** Magic and suite, which begin every format. */
export function readMagic(cursor: Cursor, magic: string): void {
  insist(compare(cursor.take(4), utf8(magic)) === 0, 'FORMAT');
  insist(cursor.number(1) === 1, 'SUITE');
}

export function readText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse('FORMAT');
  }
}
