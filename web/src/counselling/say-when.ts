/** Instants as lists and lines say them, in the person's own zone. */
export type Clock = { language: string; timeZone: string };

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const part = (at: number, { language, timeZone }: Clock, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(language, { timeZone, ...options }).format(at);

const dayOf = (at: number, clock: Clock): string =>
  part(at, clock, { year: 'numeric', month: '2-digit', day: '2-digit' });

export const sayClock = (at: number, clock: Clock): string =>
  part(at, clock, { hour: '2-digit', minute: '2-digit' });

export const sayDate = (at: number, clock: Clock): string =>
  part(at, clock, { day: 'numeric', month: 'long' });

export const sayDay = (at: number, clock: Clock): string =>
  part(at, clock, { weekday: 'long', day: 'numeric', month: 'long' });

/** Rows are short: today the clock, yesterday its word, then the date. */
export function sayRowTime(at: number, now: number, clock: Clock, yesterday: string): string {
  if (dayOf(at, clock) === dayOf(now, clock)) return sayClock(at, clock);
  if (dayOf(at, clock) === dayOf(now - 24 * 60 * 60_000, clock)) return yesterday;
  return part(at, clock, { day: '2-digit', month: '2-digit' });
}

export const isSameDay = (a: number, b: number, clock: Clock): boolean => dayOf(a, clock) === dayOf(b, clock);

/** "10:04 Uhr" */
export const sayTime = (at: number, clock: Clock): string =>
  clock.language === 'de' ? `${sayClock(at, clock)} Uhr` : sayClock(at, clock);

/** "Mittwoch, 14. Oktober, 10:04 Uhr"; today its word and the clock. */
export const sayMoment = (at: number, now: number, clock: Clock, today: string): string =>
  `${isSameDay(at, now, clock) ? today : sayDay(at, clock)}, ${sayTime(at, clock)}`;
