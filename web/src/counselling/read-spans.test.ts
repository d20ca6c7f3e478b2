import { expect, test } from 'vitest';
import { readSpans, writeSpans } from './read-spans.ts';

test.each([
  ['9–17', [{ from: '09:00', until: '17:00' }]],
  [
    '9-12, 14:30-17',
    [
      { from: '09:00', until: '12:00' },
      { from: '14:30', until: '17:00' },
    ],
  ],
  ['9 Uhr bis 12.15 Uhr', [{ from: '09:00', until: '12:15' }]],
  ['0–24', [{ from: '00:00', until: '24:00' }]],
  ['', []],
])('%s', (text, spans) => {
  expect(readSpans(text)).toEqual(spans);
});

test.each(['9', '17–9', '9–25', '9–12:60', '9–12, 11–14', 'morgens', '9–12–14'])(
  '%s is a slip of the pen',
  (text) => {
    expect(readSpans(text)).toBeNull();
  },
);

test('what is written can be read again', () => {
  const spans = [
    { from: '08:30', until: '12:00' },
    { from: '13:00', until: '24:00' },
  ];
  expect(writeSpans(spans)).toBe('8:30–12, 13–24');
  expect(readSpans(writeSpans(spans))).toEqual(spans);
});
