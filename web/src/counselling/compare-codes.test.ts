import { expect, test } from 'vitest';
import { firstWrongGroup } from './compare-codes.ts';

const sheet = '7Q4M-K9XT-2HDW-8RPA-5ZNE-J3VC-6B01';

test.each([
  [sheet],
  ['7q4m k9xt 2hdw 8rpa 5zne j3vc 6b01'],
  ['7Q4MK9XT2HDW8RPA5ZNEJ3VC6BOI'],
  ['7Q4M-K9XT-2HDW-8RPA-5ZNE-J3VC-6bol'],
])('%s is what the sheet says', (typed) => {
  expect(firstWrongGroup(typed, sheet)).toBeNull();
});

test.each([
  ['7Q4M-K9XT-2HDV-8RPA-5ZNE-J3VC-6B01', 3],
  ['7Q4M-K9XT', 3],
  ['', 1],
  [`${sheet}-AAAA`, 7],
])('%s goes wrong in group %s', (typed, group) => {
  expect(firstWrongGroup(typed, sheet)).toBe(group);
});
