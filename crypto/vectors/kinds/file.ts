import { type Bytes, cat, fromHex, hex, partCount, SEALED_CHUNK_BYTES, sealedLength } from '@beistand/wire';
import { type FileSeal, openPart, type Random, sealPart } from '../../src/index.ts';
import { kind, mustBe, refusals } from './kind.ts';

/** The content is `content`, over and over, `size` bytes of it. */
type FileIn = { fileKey: string; fileId: string; content: string; size: number };
/** `bytes` is the last chunk, `hash` the SHA-256 of all of them. */
type FileOut = { bytes: string; hash: string; length: number };

const sealOf = ({ fileKey, fileId, size }: FileIn): FileSeal => ({
  fileKey: fromHex(fileKey),
  fileId: fromHex(fileId),
  size,
});

function contentOf({ content, size }: FileIn): Bytes {
  const pattern = fromHex(content);
  return Uint8Array.from({ length: size }, (_, i) => pattern[i % pattern.length]!);
}

async function sealed(given: FileIn): Promise<Bytes> {
  const content = contentOf(given);
  const parts: Bytes[] = [];
  for (let part = 0; part < partCount(sealedLength(given.size)); part++)
    parts.push(await sealPart(sealOf(given), part, async (from, to) => content.slice(from, to)));
  return cat(...parts);
}

const hashOf = async (bytes: Bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
const lastChunkAt = (length: number) => (Math.ceil(length / SEALED_CHUNK_BYTES) - 1) * SEALED_CHUNK_BYTES;

export const file = kind<FileIn, FileOut>({
  name: 'file',
  async make(given) {
    const all = await sealed(given);
    return {
      bytes: hex(all.slice(lastChunkAt(all.length))),
      hash: hex(await hashOf(all)),
      length: all.length,
    };
  },
  async read(given, out) {
    const before = (await sealed(given)).slice(0, lastChunkAt(out.length));
    const all = cat(before, fromHex(out.bytes));
    await openPart(sealOf(given), 0, all);
    mustBe(await hashOf(all), out.hash);
  },
  cases: (random: Random) =>
    [0, 1, 9, 1000, 5000, 262_145].map((size) => ({
      in: {
        fileKey: hex(random(32)),
        fileId: hex(random(16)),
        content: hex(random(251)),
        size,
      },
      bad: refusals(
        ['flip byte 0', 'UNREADABLE'],
        ['flip byte 15', 'UNREADABLE'],
        ['cut 1 byte', 'UNREADABLE'],
        ['append 00', 'UNREADABLE'],
        ['flip byte 0 of in.fileKey', 'UNREADABLE'],
        ['flip byte 15 of in.fileId', 'UNREADABLE'],
        ['flip byte 31 of out.hash', 'MISMATCH'],
      ),
    })),
});
