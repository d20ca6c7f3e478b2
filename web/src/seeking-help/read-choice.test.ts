import { expect, test } from 'vitest';
import { isSameGroup } from './is-same-group.ts';
import { readChoice, writeHref } from './read-choice.ts';

const topic = 'NnFMrd0gJvynSh7JuXGiBQ';
const centre = '36QiMuyVNfX69yQijp7gKw';
const pin = '0123456789ABCDEFGHJKMNPQRS';

test('a link’s wish comes from behind its #, with the fingerprint when the link had one', () => {
  const { hash } = new URL(writeHref(topic, centre), 'http://localhost');
  expect(readChoice(hash)).toEqual({ topic, centre, pin: null });
  expect(readChoice(`${hash}&k=${pin}`)).toEqual({ topic, centre, pin });
});

test.each(['', '#main', '#t=kurz&c=', `#k=${pin}`])('no wish in %j', (fragment) => {
  expect(readChoice(fragment)).toBeNull();
});

test.each([
  ['FCZG', 'FCZG', true],
  [' fc-zg ', 'FCZG', true],
  ['o1l0', '0110', true],
  ['FCZQ', 'FCZG', false],
  ['', 'FCZG', false],
])('%j typed for %s: %s', (typed, group, isSame) => {
  expect(isSameGroup(typed, group)).toBe(isSame);
});
