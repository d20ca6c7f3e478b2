import type { Dates } from './readers-after.ts';

/** What is wrong with two days; the sentence for it has the same name. */
export type DatesFlaw = 'datesMissing' | 'datesPast' | 'datesWrong';

const midnight = (day: string, later = 0): number => {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year!, month! - 1, date! + later).getTime();
};

/** From the first moment of the first day to the last one of the last, `YYYY-MM-DD` each, in this person's zone. */
export function datesOf(first: string, last: string, now: number): Dates | DatesFlaw {
  const isDay = (day: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(day);
  if (!isDay(first) || !isDay(last)) return 'datesMissing';
  const dates = { from: midnight(first), until: midnight(last, 1) };
  if (dates.until <= now) return 'datesPast';
  return dates.from < dates.until ? dates : 'datesWrong';
}
