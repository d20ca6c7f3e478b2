import { expect, it } from 'vitest';
import { whyUnsent } from './why-unsent.ts';

it.each([
  ['SESSION', 'expired'],
  ['NOT_WANTED', 'expired'],
  ['SIZE', 'long'],
  ['UNREACHABLE', 'failed'],
  ['REPORT', 'failed'],
] as const)('%s: %s', (code, why) => {
  expect(whyUnsent(code)).toBe(why);
});
