import { expect, it } from 'vitest';
import { sinceAsked } from './since-asked.ts';

const add = (letter: string) => (list: string) => `${list}${letter}`;

it('does to an answer what was done after it was asked for, in order, and nothing from before', () => {
  const since = sinceAsked<string>();
  expect(since.did(add('a'))('')).toBe('a');
  expect(since.redo('')).toBe('');
  since.ask();
  since.did(add('b'));
  since.did(add('c'));
  expect(since.redo('alt ')).toBe('alt bc');
  since.ask();
  expect(since.redo('neu')).toBe('neu');
});
