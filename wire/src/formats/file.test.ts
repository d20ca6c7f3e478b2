import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHUNK_BYTES,
  chunkCount,
  isSealedLength,
  PART_BYTES,
  paddedContentLength,
  padmeLength,
  partCount,
  partLength,
  sealedLength,
} from './file.ts';

const sizes = fc.oneof(fc.integer({ min: 0, max: 3 * CHUNK_BYTES }), fc.integer({ min: 0, max: 60_000_000 }));

describe('the length of a sealed file', () => {
  it.each([
    [0, 0],
    [1, 1],
    [2, 2],
    [8, 8],
    [9, 10],
    [1000, 1024],
    [1_000_000, 1_015_808],
    [10 * 2 ** 20, 10 * 2 ** 20],
    [50 * 2 ** 20, 50 * 2 ** 20],
  ])('Padmé makes %i bytes %i', (size, padded) => expect(padmeLength(size)).toBe(padded));

  it('never shrinks, is stable, and costs at most an eighth', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const padded = padmeLength(size);
        expect(padded).toBeGreaterThanOrEqual(size);
        expect(padded).toBeLessThanOrEqual(size * 1.125 + 1);
        expect(padmeLength(padded)).toBe(padded);
        const sealed = sealedLength(size);
        expect(isSealedLength(sealed)).toBe(true);
        expect(paddedContentLength(sealed)).toBe(padded);
        expect(sealed).toBe(padded + 16 * chunkCount(size));
      }),
    );
  });

  it('is the sum of its parts, all of them whole but the last', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const sealed = sealedLength(size);
        const parts = Array.from({ length: partCount(sealed) }, (_, part) => partLength(sealed, part));
        expect(parts.reduce((sum, length) => sum + length, 0)).toBe(sealed);
        expect(parts.slice(0, -1).every((length) => length === PART_BYTES)).toBe(true);
        expect(partLength(sealed, parts.length)).toBe(0);
      }),
    );
  });

  it.each([0, 1, 15, 25, 1000, CHUNK_BYTES + 16 + 15, CHUNK_BYTES + 16 + 16, PART_BYTES + 1])(
    '%i is none',
    (length) => expect(isSealedLength(length)).toBe(false),
  );

  it('has an end', () => {
    for (const size of [-1, 0.5, 2 ** 31]) expect(() => padmeLength(size)).toThrow('SIZE');
    expect(isSealedLength(2 ** 40)).toBe(false);
  });
});
