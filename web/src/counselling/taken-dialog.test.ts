import { expect, test } from 'vitest';
import * as t from '../text/generated/counselling/de.ts';
import { sayTaken } from './taken-dialog.tsx';

test.each([
  ['blauer-otter-4821', 'David', 'David hat schon angenommen', 'blauer-otter-4821 ist jetzt bei David.'],
  [null, 'David', 'David hat schon angenommen', 'Die Anfrage ist jetzt bei David.'],
  ['blauer-otter-4821', null, 'Diese Anfrage wartet nicht mehr', 'blauer-otter-4821 ist schon bei jemandem.'],
  [null, null, 'Diese Anfrage wartet nicht mehr', 'Die Anfrage ist schon bei jemandem.'],
])('%s taken by %s is said without a gap', (seeker, by, title, words) => {
  expect(sayTaken(t, { seeker, by })).toEqual({ title, words });
});
