import { expect, test } from 'vitest';
import { isLine, line, queryNumber, sequence } from './shapes.ts';

const takes = (text: string) => line(0, 80).safeParse(text).success;

test('a line is what an eye reads, in the order in which it stands', () => {
  const good = [
    '',
    'Änne-Maria O’Neill',
    'Müller & Söhne (2. Stock)',
    '李雷',
    'می‌خواهم',
    'क्ष',
    '👩‍💻',
    '❤️',
    '👩🏽‍🔧 Lisa',
  ];
  for (const text of good) expect([text, takes(text)]).toEqual([text, true]);
  const bad = [
    ' vorn',
    'hinten ',
    'a\nb',
    'a\u0000b',
    'a\u2028b',
    '\ud800',
    '\u202Egnp.exe',
    'a\u2066b\u2069',
    'Frei\u200bburg',
    'Frei\u00adburg',
    'Frei\u2060burg',
    '\ufeffFreiburg',
    '\u200d',
    'a \u200d b',
    'a\u200d',
  ];
  for (const text of bad) expect([text, takes(text)]).toEqual([text, false]);
});

test('a line that isn’t empty shows something', () => {
  for (const text of ['\u3164', '\u115f\u1160', '\u2800', '\u034f', '\ufe0f'])
    expect([text, takes(text)]).toEqual([text, false]);
});

test('isLine bounds in code points and takes strings alone', () => {
  expect(isLine('😀'.repeat(40), 40)).toBe(true);
  expect(isLine('a'.repeat(41), 40)).toBe(false);
  for (const value of [undefined, null, 7, { a: 1 }, ['x'], '']) expect(isLine(value, 40)).toBe(false);
});

test('numbers stay within the columns they meet', () => {
  expect(queryNumber.safeParse('2147483646').success).toBe(true);
  expect(queryNumber.safeParse('2147483647').success).toBe(false);
  expect(sequence.safeParse(2 ** 31 - 2).success).toBe(true);
  expect(sequence.safeParse(2 ** 31 - 1).success).toBe(false);
});
