import { expect, it } from 'vitest';
import { crisisHelp } from './crisis.ts';

it('holds the numbers of the field, dialled as they are shown', () => {
  expect(crisisHelp.numbers.map(({ dial }) => dial)).toEqual([
    '112',
    '08001110111',
    '08001110222',
    '116123',
    '116016',
    '116111',
    '08001239900',
  ]);
  for (const { number, dial } of crisisHelp.numbers) expect(number.replaceAll(' ', '')).toBe(dial);
});

it('says when it was reviewed', () => expect(crisisHelp.reviewedAt).toMatch(/^20\d\d-\d\d-\d\d$/));
