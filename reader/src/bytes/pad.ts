import { insist, refuse } from '../refuse.ts';
import { areZeros } from './compare.ts';
import { type Bytes, join, u32, zeros } from './join.ts';
import { read, readText } from './read.ts';

const largest = 65_536;

/** The smallest length that holds `length` bytes (protocol "Messages"). */
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

/** The JSON text of a plaintext that is as long as `lengthFor` its content, or `UNREADABLE`. */
export function unpadJson(plain: Uint8Array, lengthFor: (length: number) => number): string {
  insist(plain.length >= 4, 'UNREADABLE');
  const end = 4 + read(plain).number(4);
  insist(end <= plain.length && areZeros(plain.subarray(end)), 'UNREADABLE');
  insist(lengthFor(end) === plain.length, 'UNREADABLE');
  try {
    const json = readText(plain.subarray(4, end));
    JSON.parse(json);
    return json;
  } catch {
    return refuse('UNREADABLE');
  }
}
