export type Span = { from: string; until: string };

const clock = /^(\d{1,2})(?:[:.](\d{2}))?$/;

function readClock(text: string): string | null {
  const [, hour = '', minute = '00'] = clock.exec(text) ?? [];
  const isClock = hour !== '' && Number(minute) < 60 && Number(hour) * 60 + Number(minute) <= 24 * 60;
  return isClock ? `${hour.padStart(2, '0')}:${minute}` : null;
}

/** "9–12, 14:30–17" as spans of a day, in order and apart; empty text is a day off; null is a slip of the pen. */
export function readSpans(text: string): Span[] | null {
  const spans: Span[] = [];
  for (const part of text.split(',').filter((one) => one.trim() !== '')) {
    const [from, until, ...more] = part
      .replaceAll(/uhr|\s/gi, '')
      .split(/[-–—]|bis/)
      .map(readClock);
    if (!from || !until || more.length > 0 || from >= until) return null;
    if (from < (spans.at(-1)?.until ?? '00:00')) return null;
    spans.push({ from, until });
  }
  return spans;
}

const plain = (time: string): string => time.replace(/^0/, '').replace(/:00$/, '');

export const writeSpans = (spans: readonly Span[]): string =>
  spans.map(({ from, until }) => `${plain(from)}–${plain(until)}`).join(', ');
