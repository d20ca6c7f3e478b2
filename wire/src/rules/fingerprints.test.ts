import { expect, test } from 'vitest';
import { clara, eva } from '../../test/cast.ts';
import { fromBase32 } from '../base32.ts';
import { zeros } from '../bytes.ts';
import { hash } from '../labels.ts';
import { fingerprintOf, safetyNumber } from './fingerprints.ts';

test('a fingerprint is the first 130 bits', () => {
  const print = fingerprintOf(clara.kid);
  expect(print).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  const bits = fromBase32(print, 26);
  expect(bits.slice(0, 16)).toEqual(clara.kid.slice(0, 16));
  expect(bits[16]).toBe(clara.kid[16]! & 0b1100_0000);
});

test('both people read the same thirty digits, others others', async () => {
  const digits = await safetyNumber(clara.kid, eva.kid);
  expect(digits).toMatch(/^\d{5}( \d{5}){5}$/);
  expect(await safetyNumber(eva.kid, clara.kid)).toBe(digits);
  expect(await safetyNumber(eva.kid, zeros(32))).not.toBe(digits);
});

test('each group is a 40-bit slice of the hash mod 100000', async () => {
  const digest = await hash('sas', zeros(32), clara.kid);
  const slice = BigInt(`0x${[...digest.slice(25, 30)].map((b) => b.toString(16).padStart(2, '0')).join('')}`);
  expect((await safetyNumber(clara.kid, zeros(32))).slice(30)).toBe(
    String(slice % 100_000n).padStart(5, '0'),
  );
});
