/** An instant in the words of a language, in a zone: `{ day: 'Donnerstag, 16 Uhr', date: '15. Oktober', … }`. */
export type SaidTime = {
  weekday: string;
  clock: string;
  weekdayAndClock: string;
  date: string;
  hour: number;
  minute: number;
};

/** Full hours are said short in German, as people say them: 16 Uhr, but 16:30 Uhr; the two stay on one line. */
export function sayTime(at: Date, language: string, timeZone: string): SaidTime {
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(language, { timeZone, ...options }).format(at);
  const numbers = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(at);
  const number = (type: string): number => Number(numbers.find((p) => p.type === type)?.value);
  const [hour, minute] = [number('hour'), number('minute')];
  const clock =
    language === 'de'
      ? `${hour}${minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`}\u00a0Uhr`
      : part({ hour: 'numeric', minute: '2-digit' });
  const weekday = part({ weekday: 'long' });
  return {
    weekday,
    clock,
    weekdayAndClock: `${weekday}, ${clock}`,
    date: part({ day: 'numeric', month: 'long' }),
    hour,
    minute,
  };
}

/** `21:47`, in the person's zone and the page's language. */
export const sayClock = (at: Date, language: string = document.documentElement.lang): string =>
  at.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
