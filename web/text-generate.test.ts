import { stripTypeScriptTypes } from 'node:module';
import { expect, test, vi } from 'vitest';
import { type Catalogues, compileJourney } from './text-generate.ts';

async function messages(catalogues: Catalogues, file: string): Promise<Record<string, never>> {
  const files = compileJourney('trial', catalogues);
  const url = (source: string): string =>
    `data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(source)).replaceAll("'", '%27')}`;
  const base = url(files.get('de.ts') ?? '');
  return await import(/* @vite-ignore */ url((files.get(file) ?? '').replace('./de.ts', base)));
}

const call = (f: unknown, a: object): unknown => (f as (a: object) => unknown)(a);

test('a message without arguments is a string, one with arguments a function', async () => {
  const t = await messages({ de: { title: "Ein 'Mensch' antwortet", by: 'Antwort bis {when}.' } }, 'de.ts');
  expect(t.title).toBe("Ein 'Mensch' antwortet");
  expect(call(t.by, { when: 'Donnerstag' })).toBe('Antwort bis Donnerstag.');
});

test('counts follow the language, exact counts come first', async () => {
  const de = { files: '{n, plural, one {eine Datei} =0 {nichts} other {# Dateien}}' };
  const t = await messages({ de }, 'de.ts');
  expect([0, 1, 1234].map((n) => call(t.files, { n }))).toEqual(['nichts', 'eine Datei', '1.234 Dateien']);
});

test('texts cost no `Intl` before a number needs it', async () => {
  const made = vi.spyOn(Intl, 'NumberFormat');
  const de = { step: 'Schritt {n, number}' };
  const t = await messages({ de }, 'de.ts');
  made.mockClear();
  expect(call(t.step, { n: 12 })).toBe('Schritt 12');
  expect(made).not.toHaveBeenCalled();
  expect([1000, 1.5, -3].map((n) => call(t.step, { n }))).toEqual([
    'Schritt 1.000',
    'Schritt 1,5',
    'Schritt -3',
  ]);
  expect(made).toHaveBeenCalledOnce();
  made.mockRestore();
});

test('a choice falls to other', async () => {
  const t = await messages({ de: { who: '{role, select, lead {Leitung} other {Beratung}}' } }, 'de.ts');
  expect([call(t.who, { role: 'lead' }), call(t.who, { role: 'x' })]).toEqual(['Leitung', 'Beratung']);
});

test('tags return the pieces in order', async () => {
  const t = await messages({ de: { back: 'Mit <b>{name}</b> und Satz.' } }, 'de.ts');
  expect(call(t.back, { name: 'otter', b: (x: string) => [x] })).toEqual(['Mit ', ['otter'], ' und Satz.']);
});

test('a missing message keeps the wording and plural rules of its fallback', async () => {
  const de = { one: 'Sie', files: '{n, plural, one {eine Datei} other {# Dateien}}' };
  const t = await messages({ de, en: { one: 'you' } }, 'en.ts');
  expect([t.one, call(t.files, { n: 1000 })]).toEqual(['you', '1.000 Dateien']);
});

test.each<[string, Catalogues, RegExp]>([
  ['unknown key', { de: { a: 'x' }, en: { b: 'x' } }, /trial\/en.json: b is unknown/],
  ['foreign argument', { de: { a: 'x' }, en: { a: '{n}' } }, /en.json: a takes \{n\}/],
  ['argument of another type', { de: { a: '{n}' }, en: { a: '{n, number}' } }, /as number/],
  ['missing other', { de: { a: '{n, plural, one {x}}' } }, /MISSING_OTHER_CLAUSE/],
  ['broken braces', { de: { a: '{n' } }, /de.json: a/],
  ['key that is no name', { de: { 'a-b': 'x' } }, /camelCase/],
  ['date in a message', { de: { a: '{d, date, short}' } }, /formatted by the caller/],
  ['missing base', { en: { a: 'x' } }, /de.json is missing/],
])('refuses: %s', (_, catalogues, fault) => {
  expect(() => compileJourney('trial', catalogues)).toThrow(fault);
});
