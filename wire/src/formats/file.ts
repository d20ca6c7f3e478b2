// Sizes of sealed files: what client and server compute alike. Nothing here opens anything (protocol "Files, staff threads, groups").
import { Refused } from '../refused.ts';
import { GCM_TAG_BYTES } from './padding.ts';

export const CHUNK_BYTES = 262_144;
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + GCM_TAG_BYTES;
/** Sixteen sealed chunks travel together. */
export const PART_BYTES = 16 * SEALED_CHUNK_BYTES;
/** Lengths are computed in 32 bits; every limit lies far below. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * Padmé: the next length of at most as many significant bits as its exponent has binary digits, so that a size says
 * little; at most an eighth longer, and 3 % from a megabyte on. Source: Nikitin et al., PETS 2019, §4.
 */
export function padmeLength(length: number): number {
  if (!Number.isInteger(length) || length < 0 || length > MOST_BYTES) throw new Refused('SIZE');
  if (length < 2) return length;
  const exponent = 31 - Math.clz32(length);
  const step = 2 ** (exponent - (32 - Math.clz32(exponent)));
  return Math.ceil(length / step) * step;
}

/** At least one: an empty file is one empty chunk, which is its last. */
export const chunkCount = (size: number): number => Math.max(1, Math.ceil(padmeLength(size) / CHUNK_BYTES));

/** Bytes of the sealed file whose content has `size` bytes. */
export const sealedLength = (size: number): number => padmeLength(size) + chunkCount(size) * GCM_TAG_BYTES;

/** Bytes of padded content in so many sealed ones. */
export const paddedContentLength = (sealed: number): number =>
  sealed - Math.ceil(sealed / SEALED_CHUNK_BYTES) * GCM_TAG_BYTES;

/** True for lengths that sealing can make. */
export function isSealedLength(sealed: number): boolean {
  const padded = paddedContentLength(sealed);
  return (
    padded >= 0 && padded <= MOST_BYTES && padmeLength(padded) === padded && sealedLength(padded) === sealed
  );
}

export const partCount = (sealed: number): number => Math.ceil(sealed / PART_BYTES);

/** Bytes of part `part` (from 0) of a sealed file; 0 when it has no such part. */
export const partLength = (sealed: number, part: number): number =>
  Math.max(0, Math.min(PART_BYTES, sealed - part * PART_BYTES));
