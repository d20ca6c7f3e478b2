import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf } from '../test/cast.ts';
import { fromBase32, fromBase32Id, toBase32, toBase32Id } from './base32.ts';
import * as plain from './base64url.ts';
import * as byNode from './base64url-node.ts';
import {
  compare,
  fromHex,
  hex,
  isZero,
  Reader,
  same,
  text,
  u8,
  u16,
  u32,
  u64,
  utf8,
  zeros,
} from './bytes.ts';

const bytes = (constraints: { minLength?: number; maxLength?: number } = { maxLength: 200 }) =>
  fc.uint8Array(constraints).map((value) => Uint8Array.from(value));

test('numbers are big-endian and read back, up to 2^53 − 1', () => {
  expect(hex(u32(0x01020304))).toBe('01020304');
  fc.assert(
    fc.property(fc.nat(255), fc.nat(65_535), fc.nat(), fc.maxSafeNat(), (a, b, c, d) => {
      expect(new Reader(u8(a)).uint(1)).toBe(a);
      expect(new Reader(u16(b)).uint(2)).toBe(b);
      expect(new Reader(u32(c)).uint(4)).toBe(c);
      expect(new Reader(u64(d)).uint(8)).toBe(d);
    }),
  );
});

test('numbers that do not fit are refused both ways', async () => {
  for (const value of [-1, 256, 0.5, Number.NaN]) expect(await codeOf(() => u8(value))).toBe('FORMAT');
  expect(await codeOf(() => u64(2 ** 53))).toBe('FORMAT');
  expect(await codeOf(() => new Reader(fromHex('0020000000000000')).uint(8))).toBe('FORMAT');
});

test('a reader refuses shortfall, surplus, foreign magic, and tells another suite apart', async () => {
  expect(await codeOf(() => new Reader(zeros(3)).take(4))).toBe('FORMAT');
  expect(await codeOf(() => new Reader(zeros(1)).end())).toBe('FORMAT');
  expect(await codeOf(() => new Reader(utf8('CCPX\x01')).magic('CCPM'))).toBe('FORMAT');
  expect(await codeOf(() => new Reader(utf8('CCPM\x02')).magic('CCPM'))).toBe('SUITE');
});

test('hex, text, base64url and base32 each give their bytes back', () => {
  fc.assert(
    fc.property(bytes(), fc.string({ unit: 'binary' }), (value, words) => {
      expect(fromHex(hex(value))).toEqual(value);
      for (const { fromBase64url, toBase64url } of [plain, byNode]) {
        expect(fromBase64url(toBase64url(value))).toEqual(value);
        expect(toBase64url(value.subarray(1))).toBe(Buffer.from(value.slice(1)).toString('base64url'));
      }
      const letters = Math.ceil((value.length * 8) / 5);
      expect(fromBase32(toBase32(value, letters), letters).slice(0, value.length)).toEqual(value);
      if (words.isWellFormed()) expect(text(utf8(words))).toBe(words);
    }),
  );
  expect(text(utf8('\ufeffa'))).toBe('\ufeffa');
});

test('hex and text refuse what is neither', async () => {
  for (const bad of ['0', 'zz', '0x00']) expect(await codeOf(() => fromHex(bad))).toBe('FORMAT');
  expect(await codeOf(() => text(fromHex('ff')))).toBe('FORMAT');
});

test('base64url has one spelling: no padding, no other alphabet, no leftover bits', async () => {
  for (const bad of ['A', 'AAAAA', 'AA==', 'A+A/', 'AB', 'AAB', 'A A', 'AAÄA', 'AA\n'])
    for (const { fromBase64url } of [plain, byNode])
      expect([bad, await codeOf(() => fromBase64url(bad))]).toEqual([bad, 'FORMAT']);
  for (const { fromBase64url } of [plain, byNode]) expect(fromBase64url('')).toEqual(zeros(0));
});

test('base32 forgives what people mistype, and nothing else', async () => {
  const id = fromHex('00112233445566778899aabbccddeeff');
  const letters = toBase32Id(id);
  expect(letters).toHaveLength(26);
  expect(fromBase32Id(`${letters.slice(0, 4).toLowerCase()}-${letters.slice(4)} `)).toEqual(id);
  expect(fromBase32('oIl0', 4)).toEqual(fromBase32('0110', 4));
  for (const bad of ['U000', '000', '00000', '000ß', '00ſ0', '00!0'])
    expect([bad, await codeOf(() => fromBase32(bad, 4))]).toEqual([bad, 'FORMAT']);
});

test('26 letters carry 128 bits: the two bits behind them must be zero', async () => {
  expect(toBase32Id(zeros(16).fill(255))).toBe(`${'Z'.repeat(25)}W`);
  for (const last of ['X', 'Y', 'Z'])
    expect(await codeOf(() => fromBase32Id('Z'.repeat(25) + last))).toBe('FORMAT');
});

test('comparisons agree with each other', () => {
  fc.assert(
    fc.property(bytes({ maxLength: 4 }), bytes({ maxLength: 4 }), (a, b) => {
      expect(same(a, b)).toBe(hex(a) === hex(b));
      expect(compare(a, b) === 0).toBe(same(a, b));
      expect(Math.sign(compare(a, b))).toBe(hex(a) < hex(b) ? -1 : hex(a) > hex(b) ? 1 : 0);
      expect(isZero(a)).toBe(same(a, zeros(a.length)));
    }),
  );
});
