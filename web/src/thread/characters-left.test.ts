import { expect, it } from 'vitest';
import { charactersLeft, isNearlyFull } from './characters-left.ts';

it('counts what people see as one sign, not its halves', () => {
  expect(charactersLeft('🌱'.repeat(8000))).toBe(0);
  expect(charactersLeft('🌱'.repeat(8001))).toBe(-1);
  expect(charactersLeft('x'.repeat(8000))).toBe(0);
});

it('says so from nine tenths on', () => {
  expect([isNearlyFull(801), isNearlyFull(800), isNearlyFull(-1)]).toEqual([false, true, true]);
});
