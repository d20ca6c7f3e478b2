import { expect, test } from 'vitest';
import { crisisWords, wordsForTopic } from './topic-words.ts';

test('a topic is given the words people say for it, whatever it is called', () => {
  expect(wordsForTopic('Schuldnerberatung Schulden Mahnung')).toContain('borç');
  expect(wordsForTopic('Sucht Auch für Angehörige')).toContain('alkohol');
  expect(wordsForTopic('Allgemeine Sozialberatung Geld, Wohnen, Behörden')).toContain('miete');
  expect(wordsForTopic('Zaubern')).toBe('');
  // The debt of a topic is no topic of debt: only beginnings of words count.
  expect(wordsForTopic('Unschuldig')).toBe('');
});

test('words of a crisis are written as they are compared: small', () => {
  expect(crisisWords.filter((words) => words !== words.toLowerCase())).toEqual([]);
});
