import { shake256 } from '@noble/hashes/sha3.js';
import { type Bytes, utf8 } from '../bytes/join.ts';

export type Draws = {
  bytes: (length: number) => Bytes;
  /** 0 … below − 1 */
  upTo: (below: number) => number;
  oneOf: <T>(list: readonly T[]) => T;
  /** True once in `times`. */
  once: (times: number) => boolean;
};

/** Random draws that are the same in every run. */
export function drawsFrom(name: string): Draws {
  const stream = shake256.create({}).update(utf8(name));
  const bytes = (length: number) => Uint8Array.from(stream.xof(length));
  const upTo = (below: number) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes(4);
    return (a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) % below;
  };
  return { bytes, upTo, oneOf: (list) => list[upTo(list.length)]!, once: (times) => upTo(times) === 0 };
}
