import { createHash } from 'node:crypto';
import { cat } from '@beistand/wire';
import { download } from '../attachment/download.ts';
import type { Self } from '../self.ts';

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

/** The whole content as this person gets it. */
export async function contentOf(self: Self, conversation: string, messageId: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  await download(self, conversation, messageId, (piece) => void pieces.push(piece));
  return cat(...pieces);
}
