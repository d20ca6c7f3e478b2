import { expect, test } from 'vitest';
import { isSameGroup } from './is-same-group.ts';
import { readChoice, writeHref } from './read-choice.ts';

const topic = 'NnFMrd0gJvynSh7JuXGiBQ';
const centre = '36QiMuyVNfX69yQijp7gKw';
const pin = '0123456789ABCDEFGHJKMNPQRS';

test('a link’s wish comes from behind its #, with the fingerprint when the link had one', () => {
  const { hash } = new URL(writeHref(topic, centre), 'http://localhost');
  expect(readChoice(hash)).toEqual({ topic, centre, pin: null, to: undefined });
  expect(readChoice(`${hash}&k=${pin}`)).toEqual({ topic, centre, pin, to: undefined });
});

test('a counsellor’s own link names them and their key; never a centre in their place', () => {
  const account = '36QiMuyVNfX69yQijp7gKz';
  const { hash } = new URL(writeHref(topic, centre, account), 'http://localhost');
  expect(readChoice(hash)).toEqual({ topic, centre, pin: null, to: { account, pin: null } });
  const person = pin.toLowerCase();
  expect(readChoice(`${hash}&k=${pin}.${person}`)).toEqual({
    topic,
    centre,
    pin,
    to: { account, pin: person },
  });
  expect(readChoice(`${hash.replace(/&p=.*/, '')}&k=${pin}.${person}`)).toBeNull();
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
