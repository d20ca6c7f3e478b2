import { drawFileSeal, openPart, sealPart } from '@beistand/crypto';
import { PART_BYTES, padmeLength, partCount, sealedLength } from '@beistand/wire';
import { expect, test } from 'vitest';
import { type Bytes, join } from '../bytes/join.ts';
import { drawsFrom } from '../testing/draws.ts';
import { openFile, padme, sealFile } from './chunk.ts';

const chunk = 262_144;

test('R3: both pad to the same lengths', () => {
  const draws = drawsFrom('lengths');
  const random = Array.from({ length: 2_000 }, () => draws.upTo(2 ** (1 + draws.upTo(31))));
  for (const length of [...Array(5_000).keys(), ...random]) expect(padme(length)).toBe(padmeLength(length));
});

test.each([0, 1, 9, 5_000, chunk - 1, chunk, chunk + 1, 16 * chunk, 5_000_001])(
  'R3: a file of %i bytes: the same bytes from both, and each opens the other’s',
  async (size) => {
    const draws = drawsFrom(`file ${size}`);
    const content = draws.bytes(size);
    const seal = drawFileSeal(size, draws.bytes);
    const parts: Bytes[] = [];
    for (let part = 0; part < partCount(sealedLength(size)); part++) {
      parts.push(await sealPart(seal, part, async (from, to) => content.slice(from, to)));
    }
    const sealed = sealFile(content, seal.fileKey, seal.fileId);
    expect(Buffer.compare(join(...parts), sealed)).toBe(0);
    expect(Buffer.compare(openFile(join(...parts), seal.fileKey, seal.fileId, size), content)).toBe(0);
    const opened: Bytes[] = [];
    for (const part of parts.keys()) {
      opened.push(await openPart(seal, part, sealed.slice(part * PART_BYTES, (part + 1) * PART_BYTES)));
    }
    expect(Buffer.compare(join(...opened), content)).toBe(0);
  },
);
