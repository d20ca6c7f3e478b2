import { crisisWords, wordsForTopic } from '@beistand/contract';
import { expect, test } from 'vitest';
import { fitsTopic, soundsLike } from './find-topic.ts';

const topic = (own: string): string => `${own} ${wordsForTopic(own)}`;
const debts = topic('Schulden Mahnung, Pfändung, Insolvenz');
const addiction = topic('Sucht Auch für Angehörige');

test.each([
  ['schuld', debts, true],
  ['pfandung', debts, true],
  ['Brief  inkasso', debts, true],
  ['', addiction, true],
  ['spass', 'Spaß', true],
  ['schulden alkohol', 'Schulden', true],
  ['ich habe schulden', debts, true],
  ['ich habe schulden', addiction, false],
  ['Handyschulden', debts, true],
  ['mein Mann trinkt', addiction, true],
  ['mein Mann trinkt', debts, false],
  ['borç', debts, true],
  ['Ich habe kein Geld mehr', debts, true],
  ['Ich habe kein Geld mehr', addiction, false],
  ['долги', debts, true],
  ['ich', addiction, true],
])('%s in %s: %s', (wish, words, fits) => {
  expect(fitsTopic(wish, words)).toBe(fits);
});

test.each([
  ['Ich will nicht mehr leben', true],
  ['ich will mich UMBRINGEN', true],
  ['Selbstmordgedanken', true],
  ['Ich kann nicht mehr', true],
  ['suicide', true],
  ['ich habe Schulden', false],
  ['meine Notizen', false],
])('whom to call, after “%s”: %s', (wish, isShown) => {
  expect(soundsLike(wish, crisisWords)).toBe(isShown);
});
