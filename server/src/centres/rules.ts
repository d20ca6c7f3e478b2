import { BIT } from '@beistand/wire';
import type { Part } from './access.ts';

export type Span = { day: number; from: string; until: string };

export const leads = (part: Part): boolean => (part.bits & BIT.lead) !== 0;
export const administers = (part: Part): boolean => part.isAdministrator;
/** Who may look at a centre that isn't open: those who build it. */
export const builds = (part: Part): boolean => part.bits !== 0 || part.isAdministrator || part.mayFound;

/** Times are `HH:MM`, so text order is time order. */
export function isWeekly(spans: readonly Span[]): boolean {
  const sorted = [...spans].sort((a, b) => a.day - b.day || (a.from < b.from ? -1 : 1));
  return sorted.every((span, i) => {
    const next = sorted[i + 1];
    return span.from < span.until && (next?.day !== span.day || span.until <= next.from);
  });
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('de', { timeZone: name });
    return true;
  } catch {
    return false; // RangeError is how Intl says that it knows no such zone
  }
}
