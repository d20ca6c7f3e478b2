import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { judgePassword } from './judge-password.ts';
import { proposePhrase } from './propose-phrase.ts';

const data = new URL('../../data/', import.meta.url);
const common = new Set(readFileSync(new URL('common-passwords.txt', data), 'utf8').trim().split('\n'));
const words = readFileSync(new URL('words.de.txt', data), 'utf8').trim().split('\n');
const name = 'blauer-otter-4821';

it.each([
  ['elf Zeichen', 'TOO_SHORT'],
  ['zwoelf Zeich', null],
  ['Grüße, 27 Äpfel', null],
  ['🦦🌿🐢🦊🌊🍀🌻🪁🎈🧦🧭', 'TOO_SHORT'],
  ['🦦🌿🐢🦊🌊🍀🌻🪁🎈🧦🧭🪴', null],
  ['u\u0308u\u0308u\u0308u\u0308u\u0308u\u0308', 'TOO_SHORT'],
  [`${'abcdefgh'.repeat(32)}`, null],
  [`${'abcdefgh'.repeat(32)}i`, 'TOO_LONG'],
  ['€'.repeat(342), 'TOO_LONG'],
  ['zwölf Zeichen\ud800', 'UNREADABLE'],
  ['1qaz2wsx3edc', 'COMMON'],
  ['1QAZ2wsx3edc', 'COMMON'],
  ['ichliebedich', 'COMMON'],
  ['aaaabbbbcccc', 'COMMON'],
  ['qwertzuiopas', 'COMMON'],
  ['zyxwvutsrqpo', 'COMMON'],
  ['123456789012', 'COMMON'],
  ['blauer-otter-4821', 'NAME'],
  ['Blauer-Otter-4821!', 'NAME'],
  ['blauer-otter-4821blauer-otter-4821', 'NAME'],
  ['blauer-otter-4821 am Weiher', null],
])('%j: %s', (password, flaw) => expect(judgePassword(password, name, common)).toBe(flaw));

it('counts other spaces as the one the server sees', () => {
  expect(judgePassword('elf\u00a0Zeichen', '', common)).toBe('TOO_SHORT');
});

it('refuses every listed password, whatever its case', () => {
  expect([...common].filter((word) => judgePassword(word.toUpperCase(), '', common) !== 'COMMON')).toEqual(
    [],
  );
});

it('takes every phrase it proposes', () => {
  const random = (n: number) => crypto.getRandomValues(new Uint8Array(n));
  const phrases = Array.from({ length: 500 }, () => proposePhrase(random, words));
  expect(phrases.filter((phrase) => judgePassword(phrase, name, common) !== null)).toEqual([]);
});

it('never throws, and never takes fewer than 12 or more than 256 characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
      const flaw = judgePassword(typed, name, common);
      const length = [...typed.normalize('NFC')].length;
      if (length < 12) expect(flaw).toBe('TOO_SHORT');
      if (length > 256) expect(flaw).toBe('TOO_LONG');
    }),
  );
});
