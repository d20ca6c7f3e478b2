import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerDueAt, type Calendar, isOpenAt } from './promise.ts';

const MINUTE = 60_000;
const office: Calendar = {
  timeZone: 'Europe/Berlin',
  weekly: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', until: '17:00' })),
  holidays: ['2026-12-25', '2026-12-26', '2027-01-01'],
};
const due = (from: string, hours: number, calendar = office) => {
  const at = answerDueAt(Date.parse(from), calendar, hours);
  return at === null ? null : new Date(at).toISOString();
};

describe('the response promise', () => {
  it.each([
    ['during the day', '2026-10-14T10:30+02:00', 2, '2026-10-14T12:30+02:00'],
    ['at night', '2026-10-14T02:15+02:00', 2, '2026-10-14T11:00+02:00'],
    ['over the end of the day', '2026-10-14T16:30+02:00', 2, '2026-10-15T10:30+02:00'],
    ['up to the last minute of a day', '2026-10-14T16:00+02:00', 1, '2026-10-14T17:00+02:00'],
    ['on Friday at 16:59', '2026-10-16T16:59+02:00', 8, '2026-10-19T16:59+02:00'],
    ['on Friday at 17:00', '2026-10-16T17:00+02:00', 8, '2026-10-19T17:00+02:00'],
    ['over the change to winter time', '2026-10-23T16:00+02:00', 2, '2026-10-26T10:00+01:00'],
    ['over the change to summer time', '2027-03-26T16:00+01:00', 2, '2027-03-29T10:00+02:00'],
    ['over Christmas and New Year', '2026-12-24T16:00+01:00', 34, '2027-01-04T10:00+01:00'],
    ['on a holiday', '2026-12-25T10:00+01:00', 1, '2026-12-28T10:00+01:00'],
    ['two working days on', '2026-11-24T10:00+01:00', 16, '2026-11-26T10:00+01:00'],
  ])('%s', (_, from, hours, expected) => expect(due(from, hours)).toBe(new Date(expected).toISOString()));

  it('works around the clock where the centre does, also through a skipped and a repeated hour', () => {
    const always: Calendar = {
      ...office,
      weekly: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', until: '24:00' })),
      holidays: [],
    };
    expect(due('2027-03-27T22:00Z', 24, always)).toBe('2027-03-28T22:00:00.000Z');
    expect(due('2026-10-24T22:00Z', 25, always)).toBe('2026-10-25T23:00:00.000Z');
  });

  it('counts a lunch break out and an overlap once', () => {
    const split = [
      { day: 3, from: '13:00', until: '16:00' },
      { day: 3, from: '09:00', until: '12:00' },
      { day: 3, from: '11:00', until: '12:00' },
    ];
    expect(due('2026-10-14T09:00+02:00', 4, { ...office, weekly: split })).toBe('2026-10-14T12:00:00.000Z');
  });

  it('is null when the centre never works, or hardly', () => {
    expect(due('2026-10-14T10:00Z', 8, { ...office, weekly: [] })).toBeNull();
    expect(
      due('2026-10-14T10:00Z', 8, { ...office, weekly: [{ day: 1, from: '09:00', until: '09:00' }] }),
    ).toBeNull();
    expect(
      due('2026-10-14T10:00Z', 400, { ...office, weekly: [{ day: 1, from: '09:00', until: '09:10' }] }),
    ).toBeNull();
  });

  it('throws for a zone that does not exist', () => {
    expect(() => due('2026-10-14T10:00Z', 8, { ...office, timeZone: 'Europe/Nirgends' })).toThrow(RangeError);
  });
});

describe('open now', () => {
  it.each([
    ['2026-10-14T09:00+02:00', true],
    ['2026-10-14T08:59:59.999+02:00', false],
    ['2026-10-14T16:59:59.999+02:00', true],
    ['2026-10-14T17:00+02:00', false],
    ['2026-10-17T12:00+02:00', false],
    ['2026-12-25T12:00+01:00', false],
  ])('%s: %s', (at, expected) => expect(isOpenAt(Date.parse(at), office)).toBe(expected));
});

describe('against a clock that is read minute by minute', () => {
  const pad = (n: number) => String(n).padStart(2, '0');
  const minuteOfDay = fc.integer({ min: 0, max: 1440 });
  const span = fc
    .tuple(fc.integer({ min: 1, max: 7 }), minuteOfDay, minuteOfDay)
    .filter(([, a, b]) => a !== b)
    .map(([day, a, b]) => {
      const text = (n: number) => `${pad(Math.floor(n / 60))}:${pad(n % 60)}`;
      return { day, from: text(Math.min(a, b)), until: text(Math.max(a, b)) };
    });
  const changes = ['2026-03-29T01:00Z', '2026-10-25T01:00Z', '2026-12-24T12:00Z', '2026-11-01T06:00Z'].map(
    Date.parse,
  );
  const instant = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -3 * 1440, max: 2 * 1440 }))
    .map(([near, minutes]) => near + minutes * MINUTE);
  const calendar = fc.record({
    timeZone: fc.constantFrom(
      'Europe/Berlin',
      'Europe/London',
      'America/New_York',
      'Asia/Kathmandu',
      'Pacific/Kiritimati',
    ),
    weekly: fc.array(span, { minLength: 4, maxLength: 12 }),
    holidays: fc.subarray(['2026-12-25', '2026-12-26', '2026-10-25', '2026-03-30']),
  });

  /** Whether the wall clock, as the engine prints it, stands inside a span. */
  function oracle({
    timeZone,
    weekly,
    holidays,
  }: {
    timeZone: string;
    weekly: Calendar['weekly'];
    holidays: string[];
  }) {
    const print = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    return (at: number) => {
      const [date, time] = print.format(at).split(' ') as [string, string];
      const weekday = new Date(`${date}T12:00Z`).getUTCDay() || 7;
      return (
        !holidays.includes(date) && weekly.some((s) => s.day === weekday && s.from <= time && time < s.until)
      );
    };
  }

  it('agrees on 300 random instants, most near a change of clocks or a holiday', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(calendar, instant, fc.integer({ min: 1, max: 12 }), (days, start, hours) => {
        const isOpen = oracle(days);
        let at = start;
        let remaining = hours * 60;
        while (remaining > 0 && at < start + 28 * 1440 * MINUTE) {
          const open = isOpen(at);
          if (at < start + 60 * MINUTE) expect(isOpenAt(at, days)).toBe(open);
          if (open) remaining -= 1;
          at += MINUTE;
        }
        const answer = answerDueAt(start, days, hours);
        if (remaining === 0) expect(answer).toBe(at);
        else expect(answer === null || answer > at).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
