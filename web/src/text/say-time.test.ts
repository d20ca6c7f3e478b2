import { expect, test } from 'vitest';
import { sayTime } from './say-time.ts';

test('a full hour is said as people say it, in the zone of the person', () => {
  expect(sayTime(new Date('2026-10-15T14:00:00Z'), 'de', 'Europe/Berlin')).toEqual({
    weekday: 'Donnerstag',
    clock: '16\u00a0Uhr',
    weekdayAndClock: 'Donnerstag, 16\u00a0Uhr',
    date: '15. Oktober',
    hour: 16,
    minute: 0,
  });
});

test('minutes are said when there are any, midnight is hour 0', () => {
  expect(sayTime(new Date('2026-12-31T23:05:00Z'), 'de', 'Europe/Berlin')).toMatchObject({
    weekdayAndClock: 'Freitag, 0:05\u00a0Uhr',
    date: '1. Januar',
    hour: 0,
  });
});
