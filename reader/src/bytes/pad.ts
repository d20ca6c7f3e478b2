import { insist } from '../refuse.ts';
import { areZeros } from './compare.ts';
import { type Bytes, join, u32, zeros } from './join.ts';
import { read } from './read.ts';

const largest = 65_536;

/** The smallest length that holds `length` bytes; the list of §8. */
export function paddedLength(length: number): number {
  return [256, 512, 1024, 2048].find((size) => length <= size) ?? Math.ceil(length / 4096) * 4096;
}

export const isPaddedLength = (length: number): boolean =>
  length > 0 && length <= largest && paddedLength(length) === length;

/** `u32 len ‖ content ‖ 00…`, which has to fit 64 KiB (`SIZE`). */
export function pad(content: Uint8Array): Bytes {
  const length = paddedLength(4 + content.length);
  insist(length <= largest, 'SIZE');
  return join(u32(content.length), content, zeros(length - 4 - content.length));
}

/** The content of any length of padding, or `UNREADABLE`. */
export function unpad(plain: Uint8Array): Bytes {
  insist(plain.length >= 4, 'UNREADABLE');
  const length = read(plain).number(4);
  insist(4 + length <= plain.length && areZeros(plain.subarray(4 + length)), 'UNREADABLE');
  return Uint8Array.from(plain.subarray(4, 4 + length));
}
