import { expect, test } from 'vitest';
import * as t from '../text/generated/counselling/de.ts';
import { sayLeft } from './say-left.ts';

const now = Date.UTC(2026, 9, 14, 8, 0);
const minutes = 60_000;
const say = (left: number, whole = 8 * 60) =>
  sayLeft(
    t,
    { at: now + (left - whole) * minutes, answerDueAt: now + left * minutes },
    now,
    'de',
    'Europe/Berlin',
  );

test.each([
  [25, 'noch 25 Min.'],
  [60, 'noch 60 Min.'],
  [61, 'noch 1 Std.'],
  [125, 'noch 2 Std.'],
  [-0.5, 'seit 1 Min.'],
  [-12, 'seit 12 Min.'],
  [-180, 'seit 3 Std.'],
  [-3 * 24 * 60, 'seit 3 Tagen'],
])('%s minutes from now: %s', (left, words) => {
  expect(say(left).words).toBe(words);
});

test('further away a weekday and an hour say more', () => {
  expect(say(26 * 60).words).toBe('bis Do, 12 Uhr');
  expect(say(26 * 60 + 30).words).toBe('bis Do, 12:30 Uhr');
});

test('the ring shows the share that remains, and the last hour is marked', () => {
  expect(say(4 * 60)).toMatchObject({ remaining: 0.5, isSoon: false });
  expect(say(60)).toMatchObject({ remaining: 0.125, isSoon: true });
  expect(say(-5)).toMatchObject({ remaining: 0, isSoon: true });
});
