/** When a centre works: wall-clock spans in its own time zone, less the public holidays of its state. */
export interface Calendar {
  /** IANA name, e.g. `Europe/Berlin`. */
  timeZone: string;
  /** ISO weekday, 1 = Monday; `HH:MM`, `until` exclusive and at most `24:00`. */
  weekly: readonly { day: number; from: string; until: string }[];
  /** Local dates, `YYYY-MM-DD`. */
  holidays: readonly string[] | ReadonlySet<string>;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** 400 hours at ten minutes a week would take longer than anybody's promise is worth. */
const FURTHEST_DAYS = 1000;

/**
 * The instant (ms) by which a person answers: `hours` of the centre's working time after `instant`. Null when the
 * centre doesn't work that long within 1,000 days, e.g. an empty calendar; throws RangeError for an unknown zone.
 */
export function answerDueAt(instant: Date | number, calendar: Calendar, hours: number): number | null {
  const holidays = new Set(calendar.holidays);
  let remaining = hours * HOUR;
  let reached = Number(instant);
  const first = localDay(reached, calendar.timeZone);
  for (let day = first; day <= first + FURTHEST_DAYS * DAY; day += DAY) {
    for (const [begin, end] of workingSpans(day, calendar, holidays)) {
      const from = Math.max(begin, reached);
      if (end <= from) continue;
      if (end - from >= remaining) return from + remaining;
      remaining -= end - from;
      reached = end;
    }
  }
  return null;
}

/** Whether the centre works at this instant. */
export function isOpenAt(instant: Date | number, calendar: Calendar): boolean {
  const day = localDay(Number(instant), calendar.timeZone);
  const spans = workingSpans(day, calendar, new Set(calendar.holidays));
  return spans.some(([begin, end]) => begin <= Number(instant) && Number(instant) < end);
}

/** A local day is named by the UTC midnight of the same date, so days can be counted. */
const localDay = (instant: number, timeZone: string) =>
  Math.floor((instant + offsetAt(instant, timeZone)) / DAY) * DAY;

/**
 * The instants of one local day at which the wall clock stands inside a span, in order. On the day of a change of clocks
 * each side of the change is cut from its own offset: a skipped hour has no instants, a repeated one has two.
 */
function workingSpans(
  day: number,
  { timeZone, weekly }: Calendar,
  holidays: ReadonlySet<string>,
): [number, number][] {
  if (holidays.has(new Date(day).toISOString().slice(0, 10))) return [];
  const weekday = new Date(day).getUTCDay() || 7;
  const spans = weekly.filter((span) => span.day === weekday);
  if (spans.length === 0) return [];
  // Offsets lie between −12 and +14 hours, so these two stand before and after every instant of the local day.
  const [early, late] = [day - 14 * HOUR, day + DAY + 12 * HOUR];
  const [before, after] = [offsetAt(early, timeZone), offsetAt(late, timeZone)];
  const change = before === after ? late : changeBetween(early, late, timeZone);
  return spans
    .flatMap(({ from, until }): [number, number][] => {
      const [begin, end] = [day + clock(from), day + clock(until)];
      return [
        [begin - before, Math.min(end - before, change)],
        [Math.max(begin - after, change), end - after],
      ];
    })
    .filter(([begin, end]) => begin < end)
    .sort((a, b) => a[0] - b[0]);
}

/** The first whole minute with the later offset. */
function changeBetween(early: number, late: number, timeZone: string): number {
  const before = offsetAt(early, timeZone);
  let [low, high] = [early / MINUTE, late / MINUTE];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * MINUTE, timeZone) === before) low = middle;
    else high = middle;
  }
  return high * MINUTE;
}

function clock(text: string): number {
  const [hours, minutes] = text.split(':').map(Number);
  return hours! * HOUR + minutes! * MINUTE;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Wall clock less UTC in ms, from the engine's own zone data: browsers have no Temporal everywhere yet. */
function offsetAt(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const whole = Math.floor(instant / MINUTE) * MINUTE;
  const part = Object.fromEntries(
    format.formatToParts(whole).map(({ type, value }) => [type, Number(value)]),
  );
  return Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!) - whole;
}
