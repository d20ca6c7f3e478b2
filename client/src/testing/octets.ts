import { createHash } from 'node:crypto';

/** Bytes that don't repeat and needn't be kept to be compared: a block of each counter's hash. */
export function octetsOf(size: number, name = ''): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(size);
  for (let at = 0, block = 0; at < size; at += 64, block++) {
    const digest = createHash('sha512').update(`${name} ${block}`).digest();
    out.set(digest.subarray(0, Math.min(64, size - at)), at);
  }
  return out;
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
