import { expect, test } from 'vitest';
import * as t from '../text/generated/counselling/de.ts';
import { type Change, sayChange } from './say-changes.ts';

const change = (what: Change['what'], before: Change['before'], after: Change['after']): Change => ({
  of: '',
  name: 'Freiburg-Altstadt',
  what,
  at: 0,
  by: 'Franz Vogel',
  before,
  after,
});
const area = (from: string, to: string, topic: string | null = null) => ({ from, to, topic });

test('each change names who, which centre, before and after', () => {
  expect(sayChange(t, change('name', { name: 'Harmlos' }, { name: 'Breisgau' }))).toMatch(
    /Franz Vogel.*Freiburg-Altstadt.*Harmlos.*Breisgau/,
  );
  const empty = { phone: '', street: '', postcode: '', city: '' };
  const place = { phone: '030 1', street: 'Weg 1', postcode: '79098', city: 'Freiburg' };
  expect(sayChange(t, change('contact', empty, place))).toMatch(/nichts.*030 1, Weg 1, 79098 Freiburg/);
  expect(sayChange(t, change('topics', { topics: ['Sucht'] }, { topics: [] }))).toMatch(/Sucht.*nichts/);
  const after = { areas: [area('79098', '79098'), area('79100', '79116', 'Sucht')], more: 2 };
  expect(sayChange(t, change('areas', { areas: [], more: 0 }, after))).toMatch(
    /nichts.*79098, 79100–79116 \(Sucht\), 2 weitere/,
  );
  const opening = { isOpen: true, topics: ['Sucht'], areas: [area('79098', '79117')] };
  expect(sayChange(t, change('opening', { isOpen: false }, opening))).toMatch(/Sucht.*79098–79117/);
  const fallback = (to: string | null) => ({ topic: 'Sucht', fallback: to });
  expect(sayChange(t, change('fallback', fallback(null), fallback('Emmendingen')))).toMatch(
    /Sucht.*nichts.*Emmendingen/,
  );
});

test('who has gone is said to be', () => {
  const gone = { ...change('name', { name: 'A' }, { name: 'B' }), by: null };
  expect(sayChange(t, gone)).toContain(t.formerPerson);
});
