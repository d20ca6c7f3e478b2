// Sits above gcm.ts: a file sealed in chunks under a key of its own, which travels in the message that names the file.
//
// aad = "CCPF" ‖ 01 ‖ file_id, so a chunk belongs to one file; nonce = 00 00 00 ‖ u64 index ‖ u8 last, so chunks
// can't change places, and a file that was cut has no last one. The content is padded by Padmé with zeros first.
// A key seals one file once: whoever begins again draws key and id anew, for a nonce seen twice gives away the
// difference of what it sealed. Source: protocol "Files, staff threads, groups"; the last-chunk flag is that of STREAM (Hoang et al. 2015).
import {
  type Bytes,
  CHUNK_BYTES,
  cat,
  chunkCount,
  isZero,
  PART_BYTES,
  padmeLength,
  partLength,
  SEALED_CHUNK_BYTES,
  sealedLength,
  u8,
  u64,
  utf8,
  zeros,
} from '@beistand/wire';
import { lock, unlock } from '../gcm.ts';
import type { Random } from '../random.ts';
import { Unopened } from '../unopened.ts';

const CHUNKS_A_PART = PART_BYTES / SEALED_CHUNK_BYTES;

/** What seals one file: key 32 bytes, id 16. `size` = bytes of content. */
export type FileSeal = { fileKey: Bytes; fileId: Bytes; size: number };
/** Content bytes `from` (included) to `to` (excluded), both within the file. */
export type ReadContent = (from: number, to: number) => Promise<Bytes>;

export const drawFileSeal = (size: number, random: Random): FileSeal => ({
  fileKey: random(32),
  fileId: random(16),
  size,
});

type Chunk = { nonce: Bytes; from: number; to: number; length: number };

/** The chunks of a part: where their content lies in the file and how long they are padded. */
function chunksOf(size: number, part: number): Chunk[] {
  const [count, padded] = [chunkCount(size), padmeLength(size)];
  const first = part * CHUNKS_A_PART;
  return Array.from({ length: Math.max(0, Math.min(CHUNKS_A_PART, count - first)) }, (_, i) => {
    const index = first + i;
    const start = index * CHUNK_BYTES;
    return {
      nonce: cat(zeros(3), u64(index), u8(index === count - 1 ? 1 : 0)),
      from: Math.min(start, size),
      to: Math.min(start + CHUNK_BYTES, size),
      length: Math.min(CHUNK_BYTES, padded - start),
    };
  });
}

const aadOf = (fileId: Bytes) => cat(utf8('CCPF'), u8(1), fileId);

/** Part `part` (from 0), at most `PART_BYTES`; content is read a chunk at a time. */
export async function sealPart(
  { fileKey, fileId, size }: FileSeal,
  part: number,
  read: ReadContent,
): Promise<Bytes> {
  const out = zeros(partLength(sealedLength(size), part));
  let at = 0;
  for (const { nonce, from, to, length } of chunksOf(size, part)) {
    const content = await read(from, to);
    const box = await lock(fileKey, nonce, cat(content, zeros(length - content.length)), aadOf(fileId));
    out.set(box, at);
    at += box.length;
  }
  return out;
}

/**
 * The content in part `part`. Throws UNREADABLE for anything that isn't this part of this file, whole: changed, cut,
 * moved or from elsewhere, or padded otherwise than `size` says. A file is whole when each of its parts was.
 */
export async function openPart(
  { fileKey, fileId, size }: FileSeal,
  part: number,
  sealed: Bytes,
): Promise<Bytes> {
  const length = partLength(sealedLength(size), part);
  if (length === 0 || sealed.length !== length) throw new Unopened('UNREADABLE');
  const chunks = chunksOf(size, part);
  const out = zeros(chunks.at(-1)!.to - chunks[0]!.from);
  for (const [i, { nonce, from, to }] of chunks.entries()) {
    const box = sealed.slice(i * SEALED_CHUNK_BYTES, (i + 1) * SEALED_CHUNK_BYTES);
    const plain = await unlock(fileKey, nonce, box, aadOf(fileId));
    if (!isZero(plain.subarray(to - from))) throw new Unopened('UNREADABLE');
    out.set(plain.subarray(0, to - from), from - chunks[0]!.from);
  }
  return out;
}
