import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, join } from '../bytes/join.ts';
import { openFile, sealFile } from '../file/chunk.ts';
import { compare, type Kind } from './kind.ts';
import { type Json, raw, text } from './vector.ts';

const sealedChunk = 262_160;
const lastAt = (length: number) => (Math.ceil(length / sealedChunk) - 1) * sealedChunk;

function sealed({ fileKey, fileId, content, size }: Json): Bytes {
  const pattern = raw(content);
  const whole = Uint8Array.from({ length: size }, (_, i) => pattern[i % pattern.length]!);
  return sealFile(whole, raw(fileKey), raw(fileId));
}

/** `bytes` is the last chunk; those before it follow from `in`. */
export const file: Kind = {
  make: (given) => {
    const all = sealed(given);
    return { bytes: text(all.slice(lastAt(all.length))), hash: text(sha256(all)), length: all.length };
  },
  read: (given, out) => {
    const all = join(sealed(given).slice(0, lastAt(out.length)), raw(out.bytes));
    openFile(all, raw(given.fileKey), raw(given.fileId), given.size);
    compare(text(sha256(all)), out.hash);
  },
};
