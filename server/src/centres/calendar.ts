import type { Calendar } from '@beistand/contract';
import { holidaysOf } from './holidays.ts';
import type { Span } from './rules.ts';

/** A promise is searched for up to 1,000 days ahead. */
const yearsAhead = 3;

/** Days for which the public list of centres names holidays. */
const daysNamed = 400;
const DAY = 86_400_000;

/** The same for everyone to read: as far ahead as a page may promise. */
export function publicCalendarOf(row: Parameters<typeof calendarOf>[0], now: number) {
  const { holidays, ...rest } = calendarOf(row, now);
  const [from, until] = [now - DAY, now + daysNamed * DAY].map((at) => new Date(at).toISOString());
  return { ...rest, holidays: [...holidays].filter((day) => day >= from!.slice(0, 10) && day < until!) };
}

/** When a centre works, from its row: its zone and week, and its state's holidays from the day before `now` (ms) on. */
export function calendarOf(
  { time_zone, state, weekly }: { time_zone: string; state: string; weekly: unknown },
  now: number,
): Calendar & { weekly: Span[] } {
  // The day before: west of Greenwich it is still last year when it is New Year here.
  const first = new Date(now - DAY).getUTCFullYear();
  const years = Array.from({ length: yearsAhead + 2 }, (_, i) => first + i);
  return { timeZone: time_zone, weekly: weekly as Span[], holidays: holidaysOf(state, years) };
}
