import { expect, test } from 'vitest';
import {
  emptyList,
  heldBack,
  isGone,
  type StableList,
  showNewest,
  takeNewest,
  without,
} from './stable-list.ts';

type Row = { id: string; words?: string };
const idOf = ({ id }: Row): string => id;
const rows = (...ids: string[]): Row[] => ids.map((id) => ({ id }));
const ids = (list: readonly Row[]): string => list.map(idOf).join('');
const from = (...shown: string[]): StableList<Row> => takeNewest<Row>(emptyList, rows(...shown), idOf);

test('the first list is shown as it comes', () => {
  expect(ids(from('a', 'b').shown)).toBe('ab');
});

test('what comes later waits above and moves nothing, however urgent it is', () => {
  const list = takeNewest(from('a', 'b'), rows('x', 'a', 'y', 'b'), idOf);
  expect(ids(list.shown)).toBe('ab');
  expect(ids(heldBack(list, idOf))).toBe('xy');
  expect(ids(showNewest(list).shown)).toBe('xayb');
  expect(heldBack(showNewest(list), idOf)).toEqual([]);
});

test('a row that went away keeps its place until the list is drawn anew', () => {
  const list = takeNewest(from('a', 'b'), rows('b'), idOf);
  expect(ids(list.shown)).toBe('ab');
  expect(isGone(list, 'a', idOf)).toBe(true);
  expect(isGone(list, 'b', idOf)).toBe(false);
  expect(ids(showNewest(list).shown)).toBe('b');
});

test('a shown row takes its newest content, whatever order the server prefers now', () => {
  const list = takeNewest(from('a', 'b'), [{ id: 'b', words: 'neu' }, { id: 'a' }], idOf);
  expect(list.shown).toEqual([{ id: 'a' }, { id: 'b', words: 'neu' }]);
});

test('where nothing is left that could move, the new list is drawn at once', () => {
  expect(ids(takeNewest(from('a'), rows('x'), idOf).shown)).toBe('x');
  expect(ids(takeNewest(from(), rows('x'), idOf).shown)).toBe('x');
});

test('what the person took is gone at once', () => {
  expect(ids(without(from('a', 'b'), 'a', idOf).shown)).toBe('b');
});
