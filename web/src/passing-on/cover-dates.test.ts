import { expect, it } from 'vitest';
import { datesOf } from './cover-dates.ts';

const at = (day: number, hour = 0) => new Date(2026, 9, day, hour).getTime();

it('a cover lasts from the first hour of its first day to the last of its last, over a change of the clocks too', () => {
  expect(datesOf('2026-10-20', '2026-10-20', at(14))).toEqual({ from: at(20), until: at(21) });
  expect(datesOf('2026-10-24', '2026-10-31', at(14))).toEqual({ from: at(24), until: at(32) });
  expect(datesOf('2026-10-12', '2026-10-14', at(14, 23))).toEqual({ from: at(12), until: at(15) });
});

it('says what is wrong with two days', () => {
  expect(datesOf('', '2026-10-20', at(14))).toBe('datesMissing');
  expect(datesOf('2026-10-20', '', at(14))).toBe('datesMissing');
  expect(datesOf('2026-10-20', '2026-10-19', at(14))).toBe('datesWrong');
  expect(datesOf('2026-10-12', '2026-10-13', at(14))).toBe('datesPast');
});
