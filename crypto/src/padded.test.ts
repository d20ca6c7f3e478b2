import { cat, u32, utf8, zeros } from '@beistand/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pad, unpad } from './padded.ts';

const padded = (json: string, length: number) =>
  cat(u32(json.length), utf8(json), zeros(length - 4 - json.length));

describe('padding', () => {
  it('returns every JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (body) => {
        expect(unpad(pad(body))).toEqual(JSON.parse(JSON.stringify(body)));
      }),
    );
  });

  it.each([
    [250, 256],
    [251, 512],
    [506, 512],
    [2042, 2048],
    [2043, 4096],
    [4091, 8192],
    [65_530, 65_536],
  ])('%i letters fill %i bytes', (letters, length) => {
    expect(pad('x'.repeat(letters))).toHaveLength(length);
  });

  it('refuses what 64 KiB don’t hold', () => {
    expect(() => pad('x'.repeat(65_531))).toThrow('SIZE');
  });

  it.each([
    ['a larger bucket than needed', padded('{}', 512)],
    ['no bucket', padded('{}', 300)],
    ['a length beyond the end', cat(u32(300), zeros(252))],
    ['dirt in the padding', cat(padded('{}', 255), utf8('!'))],
    ['no JSON', padded('{', 256)],
    ['no UTF-8', cat(u32(1), new Uint8Array([255]), zeros(251))],
    ['nothing', zeros(0)],
  ])('finds %s unreadable', (_, plain) => {
    expect(() => unpad(plain)).toThrow('UNREADABLE');
  });
});
