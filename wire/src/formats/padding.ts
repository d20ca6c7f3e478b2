// Sealed plaintexts come in few lengths, so that a stored size says little about what was written.
import { Refused } from '../refused.ts';

export const MAX_PADDED = 65_536;
export const GCM_TAG_BYTES = 16;
const BUCKETS = [256, 512, 1024, 2048];

/** The bucket for `length` bytes (the u32 length field included); `SIZE` above 64 KiB. */
export function paddedLength(length: number): number {
  if (length > MAX_PADDED) throw new Refused('SIZE');
  return BUCKETS.find((bucket) => length <= bucket) ?? Math.ceil(length / 4096) * 4096;
}

/** True for the length of a ciphertext whose plaintext fills a bucket. */
export const isPaddedCiphertext = (length: number): boolean => {
  const plain = length - GCM_TAG_BYTES;
  return plain > 0 && plain <= MAX_PADDED && paddedLength(plain) === plain;
};
