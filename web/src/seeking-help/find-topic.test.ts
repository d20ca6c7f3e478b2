import { expect, test } from 'vitest';
import { fitsTopic } from './find-topic.ts';

test.each([
  ['schuld', 'Schulden Mahnung, Pfändung Inkasso', true],
  ['pfandung', 'Schulden Mahnung, Pfändung Inkasso', true],
  ['Brief  inkasso', 'Schulden Inkasso Brief', true],
  ['', 'Sucht', true],
  ['spass', 'Spaß', true],
  ['schulden alkohol', 'Schulden', false],
])('%s in %s: %s', (wish, words, fits) => {
  expect(fitsTopic(wish, words)).toBe(fits);
});
