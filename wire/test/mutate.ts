// Changes to bytes that find their way into parsers: lengths, kinds, borders, cuts and joints.
import type { Bytes } from '../src/index.ts';

export type Pick = { below: (most: number) => number; of: <T>(things: readonly T[]) => T };

/** Mulberry32: the same choices for the same seed. */
export function pickFrom(seed: number): Pick {
  let state = seed;
  const below = (most: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * most);
  };
  return { below, of: (things) => things[below(things.length)]! };
}

const borders = [0, 1, 2, 3, 4, 5, 8, 16, 31, 32, 63, 64, 104, 105, 127, 128, 254, 255];
const letters = [...'AQgwBCZaz09-_{}[]":,\\.etnf '].map((letter) => letter.charCodeAt(0));
const wide = [0, 1, 2 ** 16 - 1, 2 ** 16, 2 ** 31, 2 ** 32 - 1, 2 ** 48, 2 ** 53 - 1, 2 ** 53, 2 ** 63];

type Change = (pick: Pick, bytes: Bytes, corpus: readonly Bytes[]) => Bytes;

const join = (...parts: Uint8Array[]): Bytes => Uint8Array.from(parts.flatMap((part) => [...part]));

/** Headers stand in front and decide most. */
const place = (pick: Pick, bytes: Bytes): number =>
  pick.below(3) === 0 ? pick.below(Math.min(bytes.length, 24) || 1) : pick.below(bytes.length || 1);

function stretch(pick: Pick, bytes: Bytes): [number, number] {
  const from = place(pick, bytes);
  return [from, Math.min(bytes.length, from + 1 + pick.below(pick.of([1, 4, 16, 64, 2048])))];
}

const setTo =
  (value: (pick: Pick, before: number) => number): Change =>
  (pick, bytes) => {
    const out = bytes.slice();
    const at = place(pick, out);
    if (at < out.length) out[at] = value(pick, out[at]!);
    return out;
  };

const changes: readonly Change[] = [
  setTo((pick, before) => before ^ (1 << pick.below(8))),
  setTo((pick) => pick.of(borders)),
  setTo((pick) => pick.below(256)),
  setTo((pick, before) => before + pick.of([-1, 1])),
  // As text: another letter of those that bytes are spelled with, or of those that JSON is built from.
  setTo((pick) => pick.of(letters)),
  // A length or a number, most significant byte first.
  (pick, bytes) => {
    const width = pick.of([2, 4, 8]);
    const at = place(pick, bytes);
    if (at + width > bytes.length) return bytes;
    const out = bytes.slice();
    for (let i = width - 1, rest = pick.of(wide); i >= 0; i--, rest = Math.floor(rest / 256))
      out[at + i] = rest % 256;
    return out;
  },
  (pick, bytes) => {
    const [from, to] = stretch(pick, bytes);
    return join(bytes.subarray(0, from), bytes.subarray(to));
  },
  (pick, bytes) => {
    const [from, to] = stretch(pick, bytes);
    return join(bytes.subarray(0, to), bytes.subarray(from));
  },
  (pick, bytes) => {
    const at = place(pick, bytes);
    const more = Uint8Array.from({ length: 1 + pick.below(8) }, () => pick.below(256));
    return join(bytes.subarray(0, at), more, bytes.subarray(at));
  },
  (pick, bytes) => bytes.slice(0, bytes.length - 1 - pick.below(pick.of([1, 4, 64]))),
  (pick, bytes) =>
    join(
      bytes,
      Uint8Array.from({ length: 1 + pick.below(64) }, () => pick.of([0, pick.below(256)])),
    ),
  // The front of this one and the back of another.
  (pick, bytes, corpus) => {
    const other = pick.of(corpus);
    const at = pick.below(Math.min(bytes.length, other.length) + 1);
    return join(bytes.subarray(0, at), other.subarray(at));
  },
  (pick, bytes, corpus) => {
    const [from, to] = stretch(pick, bytes);
    const other = pick.of(corpus);
    const begin = pick.below(other.length + 1);
    return join(bytes.subarray(0, from), other.subarray(begin, begin + to - from), bytes.subarray(to));
  },
];

/** One to four changes, at most so long. */
export function mutate(pick: Pick, bytes: Bytes, corpus: readonly Bytes[], longest: number): Bytes {
  let out = bytes;
  for (let left = 1 + pick.below(4); left > 0; left--) out = pick.of(changes)(pick, out, corpus);
  return out.slice(0, longest);
}
