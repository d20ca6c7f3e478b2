import { expect, test } from 'vitest';
import { merged, reaches } from './overlap.ts';

const range = (text: string) => {
  const [from = '', to = from] = text.split('-');
  return { from, to };
};
const ranges = (...texts: string[]) => texts.map(range);

test('ranges that touch or overlap are one', () => {
  expect(merged(ranges('79100-79200', '79098', '79099', '79150-79300', '80000', '79110'))).toEqual(
    ranges('79098-79300', '80000'),
  );
  expect(merged([])).toEqual([]);
});

test('reaches is what a look at each postcode says', () => {
  const mine = merged(ranges('10-12', '20', '30-39', '50-50', '90-99'));
  const has = (postcode: number) =>
    mine.some(({ from, to }) => Number(from) <= postcode && postcode <= Number(to));
  for (let from = 10; from < 100; from++)
    for (let to = from; to < 100; to++) {
      const expected = Array.from({ length: to - from + 1 }, (_, n) => from + n).some(has);
      expect(reaches(mine, { from: String(from), to: String(to) }), `${from}-${to}`).toBe(expected);
    }
});
