import {
  type Bytes,
  CHUNK_BYTES,
  cat,
  hex,
  PART_BYTES,
  partCount,
  SEALED_CHUNK_BYTES,
  sealedLength,
  zeros,
} from '@beistand/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../vectors/seeded.ts';
import { drawFileSeal, type FileSeal, openPart, sealPart } from './file.ts';

const unreadable = { code: 'UNREADABLE' };
const reading = (content: Bytes) => async (from: number, to: number) => content.slice(from, to);

async function sealFile(seal: FileSeal, content: Bytes): Promise<Bytes[]> {
  const parts = [];
  for (let part = 0; part < partCount(sealedLength(seal.size)); part++)
    parts.push(await sealPart(seal, part, reading(content)));
  return parts;
}

async function openFile(seal: FileSeal, parts: readonly Bytes[]): Promise<Bytes> {
  const opened = [];
  for (let part = 0; part < partCount(sealedLength(seal.size)); part++)
    opened.push(await openPart(seal, part, parts[part] ?? zeros(0)));
  return cat(...opened);
}

/** A sealed file taken apart: a chunk each. */
const apart = (sealed: Bytes): Bytes[] =>
  Array.from({ length: Math.ceil(sealed.length / SEALED_CHUNK_BYTES) }, (_, i) =>
    sealed.slice(i * SEALED_CHUNK_BYTES, (i + 1) * SEALED_CHUNK_BYTES),
  );

const random = seeded('file');
const content = random(3 * CHUNK_BYTES - 77);
const seal = drawFileSeal(content.length, random);
const [whole] = (await sealFile(seal, content)) as [Bytes];

describe('a sealed file', () => {
  it('opens to the bytes that were sealed, whatever and however many', async () => {
    const some = fc.oneof(
      { weight: 4, arbitrary: fc.uint8Array({ maxLength: 2000 }) },
      fc
        .tuple(fc.constantFrom(1, 2, 16), fc.integer({ min: -3, max: 3 }))
        .map(([chunks, more]) => seeded(`${chunks} ${more}`)(Math.max(0, chunks * CHUNK_BYTES + more))),
    );
    await fc.assert(
      fc.asyncProperty(some, fc.string(), async (bytes, name) => {
        const given = Uint8Array.from(bytes);
        const one = drawFileSeal(given.length, seeded(name));
        const parts = await sealFile(one, given);
        expect(parts.reduce((sum, { length }) => sum + length, 0)).toBe(sealedLength(given.length));
        expect(Buffer.compare(await openFile(one, parts), given)).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('is read a chunk at a time, each byte once', async () => {
    const size = PART_BYTES + 5;
    const asked: number[] = [];
    const read = async (from: number, to: number) => {
      expect(asked.at(-1) ?? 0).toBe(from);
      expect(to - from).toBeLessThanOrEqual(CHUNK_BYTES);
      asked.push(to);
      return zeros(to - from);
    };
    const long = drawFileSeal(size, random);
    await sealPart(long, 0, read);
    await sealPart(long, 1, read);
    expect(asked.at(-1)).toBe(size);
  });

  it('shares no byte of its boxes with the same content sealed anew', async () => {
    const [again] = (await sealFile(drawFileSeal(content.length, random), content)) as [Bytes];
    expect(hex(again.slice(0, 64))).not.toBe(hex(whole.slice(0, 64)));
  });

  const chunks = apart(whole);
  const other = drawFileSeal(content.length, random);
  it.each<[string, () => Promise<Bytes> | Bytes]>([
    ['cut by its last chunk', () => cat(...chunks.slice(0, -1))],
    ['cut by a byte', () => whole.slice(0, -1)],
    ['lengthened', () => cat(whole, zeros(1))],
    ['nothing', () => zeros(0)],
    ['with two chunks exchanged', () => cat(chunks[1]!, chunks[0]!, chunks[2]!)],
    ['with a chunk twice', () => cat(chunks[0]!, chunks[0]!, chunks[2]!)],
    [
      'with a chunk of another file',
      async () => cat(chunks[0]!, apart((await sealFile(other, content))[0]!)[1]!, chunks[2]!),
    ],
    [
      'with a chunk of another file under the same key',
      async () => {
        const elsewhere = { ...seal, fileId: other.fileId };
        return cat(chunks[0]!, apart((await sealFile(elsewhere, content))[0]!)[1]!, chunks[2]!);
      },
    ],
    [
      'a longer one that goes on where this one ends',
      async () => {
        const longer = { ...seal, size: seal.size + CHUNK_BYTES };
        const [sealed] = await sealFile(longer, cat(content, zeros(CHUNK_BYTES)));
        return sealed!.slice(0, whole.length);
      },
    ],
  ])('%s is unreadable', async (_, spoilt) => {
    await expect(openFile(seal, [await spoilt()])).rejects.toMatchObject(unreadable);
  });

  it('is unreadable under another key, id or size', async () => {
    for (const wrong of [
      { fileKey: random(32) },
      { fileId: random(16) },
      { size: seal.size + CHUNK_BYTES },
      { size: seal.size - CHUNK_BYTES },
      // Of the same padded length: what is beyond the content must be zeros.
      { size: seal.size - 1 },
    ])
      await expect(openFile({ ...seal, ...wrong }, [whole])).rejects.toMatchObject(unreadable);
  });

  it('refuses a part that it doesn’t have', async () => {
    await expect(openPart(seal, 1, whole)).rejects.toMatchObject(unreadable);
  });

  it('refuses each flipped bit', async () => {
    const small = drawFileSeal(40, random);
    const [sealed] = (await sealFile(small, random(40))) as [Bytes];
    for (let at = 0; at < sealed.length; at++) {
      const flipped = sealed.slice();
      flipped[at]! ^= 1 << (at % 8);
      await expect(openPart(small, 0, flipped)).rejects.toMatchObject(unreadable);
    }
  });
});
