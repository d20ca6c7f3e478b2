import { expect, test } from 'vitest';
import { plainName } from './plain-name.ts';

test('case, spaces, hyphens, invisible letters and ligatures make no other name; letters and figures do', () => {
  for (const alike of [
    'freiburg altstadt',
    'FREIBURG–ALTSTADT',
    'Freiburg\u200b-\u202eAltstadt',
    'Freiburg-Altſtadt',
  ])
    expect(plainName(alike)).toBe(plainName('Freiburg-Altstadt'));
  expect(plainName('Freiburg-Altstadt 2')).not.toBe(plainName('Freiburg-Altstadt'));
});
