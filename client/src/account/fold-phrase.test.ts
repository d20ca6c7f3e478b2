import { expect, test } from 'vitest';
import { foldPhrase } from './fold-phrase.ts';

const drawn = 'kessel lampe birke morgen tinte segel wiese';

test.each([
  `${drawn} `,
  ` ${drawn}`,
  drawn.replace(' ', '  '),
  drawn.replace(' ', '\u00a0'),
  `K${drawn.slice(1)}`,
  drawn.toUpperCase(),
  drawn.replaceAll(' ', ', '),
  drawn.replaceAll(' ', '\n'),
  '1 kessel 2 lampe 3 birke 4 morgen 5 tinte 6 segel 7 wiese',
])('%j is read as the phrase', (typed) => {
  expect(foldPhrase(typed)).toBe(drawn);
});

test.each([
  drawn,
  'Zwölf Möwen über Kiel',
  'Kessel Lampe',
  'Correct horse battery staple',
  `${drawn} und mehr Wörter`,
  'Kessel lampe birke mörgen tinte segel wiese',
  '',
])('%j stays what it is', (typed) => {
  expect(foldPhrase(typed)).toBeNull();
});
