import { expect, it } from 'vitest';
import { holidaysOf } from './holidays.ts';

it('names exactly the public holidays of a state', () => {
  expect(holidaysOf('DE-BW', [2026])).toEqual([
    '2026-01-01',
    '2026-01-06',
    '2026-04-03',
    '2026-04-06',
    '2026-05-01',
    '2026-05-14',
    '2026-05-25',
    '2026-06-04',
    '2026-10-03',
    '2026-11-01',
    '2026-12-25',
    '2026-12-26',
  ]);
});

it.each([
  ['DE-BY', '2026-06-04', true, 'Corpus Christi'],
  ['DE-BE', '2026-06-04', false, 'Corpus Christi'],
  ['DE-BE', '2026-05-25', true, 'Whit Monday'],
  ['DE-BE', '2026-03-08', true, "Women's Day"],
  ['DE-BY', '2026-03-08', false, "Women's Day"],
  ['DE-SN', '2026-11-18', true, 'Day of Repentance'],
  ['DE-NW', '2026-11-18', false, 'Day of Repentance'],
  ['DE-SL', '2026-08-15', true, 'Assumption'],
  ['DE-TH', '2026-09-20', true, "World Children's Day"],
  ['DE-HH', '2026-10-31', true, 'Reformation Day'],
  ['DE-BW', '2026-12-24', false, 'Christmas Eve'],
])('%s %s: %s (%s)', (state, date, isHoliday) => {
  expect(holidaysOf(state, [2026]).includes(date)).toBe(isHoliday);
});

it('knows every state, over several years', () => {
  const states = 'BW BY BE BB HB HH HE MV NI NW RP SL SN ST SH TH'.split(' ');
  for (const state of states) {
    const dates = holidaysOf(`DE-${state}`, [2026, 2027]);
    expect(dates).toEqual(expect.arrayContaining(['2026-05-25', '2026-12-25', '2027-05-17', '2027-12-26']));
    expect(dates.filter((date) => !/^202[67]-\d\d-\d\d$/.test(date))).toEqual([]);
  }
});

it('looks each year up once, and gives the same again', () => {
  expect(holidaysOf('DE-BW', [2027, 2028])).toEqual([
    ...holidaysOf('DE-BW', [2027]),
    ...holidaysOf('DE-BW', [2028]),
  ]);
});
