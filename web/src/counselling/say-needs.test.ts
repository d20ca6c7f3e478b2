import { expect, test } from 'vitest';
import * as t from '../text/generated/counselling/de.ts';
import { needsOf } from './say-needs.ts';

const person = (bits: number, isPaper = false) => ({
  account: '',
  key: '',
  bits,
  since: 0,
  custodianSince: null,
  isPaper,
  isMe: false,
  digits: null,
  checked: null,
});
const people = [person(7), person(1), person(6, true)];
const missing = (codes: string[], policy = 2): string[] =>
  needsOf(t, { missing: codes, people, policy })
    .filter(({ isThere }) => !isThere)
    .map(({ id }) => id);

test.each([
  ['counsellors', 'counsellors'],
  ['custodians', 'custodians'],
  ['paper', 'paper'],
  ['paper-check', 'paper'],
  ['keys', 'keys'],
  ['founding', 'keys'],
  ['topics', 'topics'],
  ['weekly', 'hours'],
  ['phone', 'phone'],
  ['areas', 'areas'],
])('the code %s has a sentence and a way: %s', (code, id) => {
  expect(missing([code])).toEqual([id]);
});

test('people are counted without the paper; custodians only where the policy needs them', () => {
  const words = needsOf(t, { missing: ['custodians'], people, policy: 2 }).map((need) => need.words);
  expect(words[0]).toContain('(jetzt 2)');
  expect(words[1]).toContain('1 von 2');
  expect(missing(['custodians'], 1)).toEqual([]);
});
