import type { Calendar } from '@beistand/contract';
import { holidaysOf } from './holidays.ts';
import type { Span } from './rules.ts';

/** A promise is searched for up to 1,000 days ahead. */
const yearsAhead = 3;

/** When a centre works, from its row: its zone and week, and its state's holidays from the day before `now` (ms) on. */
export function calendarOf(
  { time_zone, state, weekly }: { time_zone: string; state: string; weekly: unknown },
  now: number,
): Calendar {
  // The day before: west of Greenwich it is still last year when it is New Year here.
  const first = new Date(now - 86_400_000).getUTCFullYear();
  const years = Array.from({ length: yearsAhead + 2 }, (_, i) => first + i);
  return { timeZone: time_zone, weekly: weekly as Span[], holidays: holidaysOf(state, years) };
}
