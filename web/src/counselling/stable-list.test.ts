import { describe, expect, it, test } from 'vitest';
import {
  changeRow,
  emptyList,
  heldBack,
  isGone,
  newestRows,
  type Pages,
  readPages,
  type StableList,
  showNewest,
  shownRows,
  takeNewest,
  withOnTop,
  without,
} from './stable-list.ts';

type Row = { conversation: string; at: number; words?: string };
/** The server's order in these tests: by letter. */
const row = (conversation: string, words?: string): Row => ({
  conversation,
  at: conversation.charCodeAt(0),
  ...(words && { words }),
});
const page = (letters: string, next: string | null = null, pages = 1): Pages<Row> => ({
  rows: [...letters].map((letter) => row(letter)),
  pages,
  next,
});
const take = (list: StableList<Row>, read: Pages<Row>): StableList<Row> =>
  takeNewest(list, read, (one, last) => one.at >= last.at);
const from = (letters: string, next: string | null = null): StableList<Row> =>
  take(emptyList, page(letters, next));
const shown = (list: StableList<Row>): string => list.shown.join('');

test('the first list is shown as it comes', () => {
  expect(shown(from('ab'))).toBe('ab');
});

test('what comes later waits above and moves nothing, however urgent it is', () => {
  const list = take(from('bd'), page('abcde'));
  expect(shown(list)).toBe('bd');
  expect(heldBack(list)).toBe(3);
  expect(shown(showNewest(list))).toBe('abcde');
  expect(heldBack(showNewest(list))).toBe(0);
});

test('a row that went away keeps its place until the list is drawn anew', () => {
  const list = take(take(from('ab'), page('b')), page('b'));
  expect(shownRows(list)).toEqual([row('a'), row('b')]);
  expect(isGone(list, 'a')).toBe(true);
  expect(isGone(list, 'b')).toBe(false);
  expect(shown(showNewest(list))).toBe('b');
});

test('a shown row takes its newest content, whatever order the server prefers now', () => {
  const list = take(from('ab'), { ...page(''), rows: [row('b', 'neu'), row('a')] });
  expect(shownRows(list)).toEqual([row('a'), row('b', 'neu')]);
});

test('where nothing is left that could move, the new list is drawn at once', () => {
  expect(shown(take(from('a'), page('x')))).toBe('x');
  expect(shown(take(from(''), page('x')))).toBe('x');
});

test('what the person took is gone at once', () => {
  expect(shown(without(from('ab'), 'a'))).toBe('b');
});

test('a row is changed wherever it stands, and one that isn’t there makes no other', () => {
  const list = take(from('b'), page('ab'));
  const changed = changeRow(list, 'a', (one) => ({ ...one, words: 'neu' }));
  expect(newestRows(changed)).toEqual([row('a', 'neu'), row('b')]);
  expect(changeRow(list, 'z', (one) => one)).toBe(list);
});

describe('a list of several pages', () => {
  const pages: Record<string, { rows: Row[]; next: string | null }> = {
    first: { rows: [row('a')], next: 'second' },
    second: { rows: [row('b')], next: 'third' },
    third: { rows: [row('c')], next: null },
  };
  const read = async (after = 'first') => pages[after]!;

  it('is read as far as it is shown, and never further than it goes', async () => {
    expect(await readPages(read, 1)).toEqual({ rows: [row('a')], pages: 1, next: 'second' });
    expect(await readPages(read, 2)).toEqual({ rows: [row('a'), row('b')], pages: 2, next: 'third' });
    expect(await readPages(read, 9)).toMatchObject({ pages: 3, next: null });
  });

  it('shows the next page below, once, and what came meanwhile waits above', () => {
    const list = take(from('bd', 'd'), page('abcdef', 'f', 2));
    expect(shown(list)).toBe('bdef');
    expect(heldBack(list)).toBe(2);
    expect(shown(take(list, page('abcdef', 'f', 2)))).toBe('bdef');
  });

  it('takes the newest of a later page too: nothing is put back to what it was', () => {
    const list = take(from('a', 'a'), page('ab', null, 2));
    const drafted = changeRow(list, 'b', (one) => ({ ...one, words: 'Entwurf' }));
    expect(shownRows(drafted)[1]).toEqual(row('b', 'Entwurf'));
    const again = take(drafted, { ...page('ab', null, 2), rows: [row('a'), row('b', 'Entwurf, länger')] });
    expect(shownRows(again)[1]).toEqual(row('b', 'Entwurf, länger'));
  });

  it('loses what a colleague took from a later page', () => {
    const list = take(take(from('a', 'a'), page('abc', 'c', 2)), page('acd', 'd', 2));
    expect(isGone(list, 'b')).toBe(true);
    expect(shown(showNewest(list))).toBe('acd');
  });

  it('keeps what newer rows have pushed off the last page', () => {
    const list = take(from('bd', 'd'), page('ab', 'b'));
    expect(isGone(list, 'd')).toBe(false);
    expect(shown(showNewest(list))).toBe('abd');
    expect(isGone(take(list, page('ab')), 'd')).toBe(true);
  });
});

test('what is merged knows the row as it stood', () => {
  const list = changeRow(from('a'), 'a', (one) => ({ ...one, words: 'alt' }));
  const merged = takeNewest(
    list,
    page('a'),
    () => false,
    (fresh, before) => ({ ...fresh, ...before }),
  );
  expect(shownRows(merged)).toEqual([row('a', 'alt')]);
});

test('what the person took themselves stands on top at once, and once', () => {
  const list = withOnTop(from('ab'), row('z', 'eben'));
  expect([shown(list), heldBack(list), isGone(list, 'z')]).toEqual(['zab', 0, false]);
  expect(shown(take(list, page('zab')))).toBe('zab');
  const held = take(from('ab'), page('zab'));
  expect([heldBack(held), shown(withOnTop(held, row('z', 'alt')))]).toEqual([1, 'zab']);
  expect(withOnTop(held, row('z', 'alt')).rows.get('z')).toEqual(row('z'));
});

test('of a shown row that is gone only what may stay stays', () => {
  const list = takeNewest(
    take(emptyList, { ...page(''), rows: [row('a', 'geheim'), row('b', 'offen')] }),
    { ...page(''), rows: [row('b', 'offen')] },
    () => false,
    undefined,
    ({ conversation, at }) => ({ conversation, at }),
  );
  expect(shownRows(list)).toEqual([row('a'), row('b', 'offen')]);
});
