import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileCommonPasswords } from './make-common-passwords.ts';

const text = readFileSync(new URL('common-passwords.txt', import.meta.url), 'utf8');

it('is what its sources compile to, and small', () => {
  expect(text).toBe(`${compileCommonPasswords().join('\n')}\n`);
  expect(text.length).toBeLessThan(8000);
});

it('holds only what length alone would let through', () => {
  const words = text.trim().split('\n');
  expect(words.length).toBeGreaterThan(300);
  expect(words.filter((word) => word.length < 12 || word !== word.toLowerCase())).toEqual([]);
});
