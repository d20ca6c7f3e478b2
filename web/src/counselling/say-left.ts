import type { Texts } from '../text/generated/texts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Beyond this a weekday and hour say more than a number of hours. */
const FAR = 10 * HOUR;

type Words = Pick<
  Texts['counselling'],
  'leftMinutes' | 'leftHours' | 'lateMinutes' | 'lateHours' | 'lateDays' | 'until'
>;

/** What remains of a promise: the ring's share (0–1), whether the last hour has begun, and the words beside it. */
export function sayLeft(
  t: Words,
  promise: { at: number; answerDueAt: number },
  now: number,
  language: string,
  timeZone: string,
): { remaining: number; isSoon: boolean; words: string } {
  const left = promise.answerDueAt - now;
  const whole = Math.max(1, promise.answerDueAt - promise.at);
  const isSoon = left <= HOUR;
  const remaining = Math.max(0, Math.min(1, left / whole));
  return { remaining, isSoon, words: wordsFor(t, left, promise.answerDueAt, language, timeZone) };
}

function wordsFor(t: Words, left: number, due: number, language: string, timeZone: string): string {
  if (left <= 0) {
    const late = -left;
    if (late < HOUR) return t.lateMinutes({ n: Math.max(1, Math.floor(late / MINUTE)) });
    if (late < 48 * HOUR) return t.lateHours({ n: Math.floor(late / HOUR) });
    return t.lateDays({ n: Math.floor(late / (24 * HOUR)) });
  }
  if (left <= HOUR) return t.leftMinutes({ n: Math.max(1, Math.ceil(left / MINUTE)) });
  if (left <= FAR) return t.leftHours({ n: Math.floor(left / HOUR) });
  return t.until({ when: sayShort(due, language, timeZone) });
}

/** "Do, 10 Uhr" */
function sayShort(at: number, language: string, timeZone: string): string {
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(language, { timeZone, ...options }).format(at);
  const weekday = part({ weekday: 'short' });
  const minute = part({ minute: 'numeric' }).padStart(2, '0');
  const clock = part({ hour: 'numeric', minute: '2-digit' });
  if (language !== 'de') return `${weekday} ${clock}`;
  return `${weekday}, ${minute === '00' ? part({ hour: 'numeric' }) : `${clock} Uhr`}`;
}
