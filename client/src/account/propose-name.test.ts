import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawBelow } from './draw-below.ts';
import { type NameParts, proposeName } from './propose-name.ts';
import { proposePhrase } from './propose-phrase.ts';

const data = new URL('../../data/', import.meta.url);
const names: NameParts = JSON.parse(readFileSync(new URL('names.de.json', data), 'utf8'));
const words = readFileSync(new URL('words.de.txt', data), 'utf8').trim().split('\n');
const nouns = Object.values(names.nouns).flat();
const random = (n: number) => crypto.getRandomValues(new Uint8Array(n));

/** Gives these 32-bit numbers, one per call, from inside a larger buffer. */
function scripted(...numbers: number[]) {
  return () => {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setUint32(4, numbers.shift()!);
    return bytes.subarray(4);
  };
}

describe('drawing', () => {
  it('throws away what would make the first numbers likelier', () => {
    expect(drawBelow(3, scripted(2 ** 32 - 1, 5))).toBe(2);
    expect(drawBelow(3, scripted(2 ** 32 - 2))).toBe(2);
    expect(drawBelow(2048, scripted(2 ** 32 - 1))).toBe(2047);
  });

  it('reaches every number', () => {
    expect(new Set(Array.from({ length: 2000 }, () => drawBelow(9, random))).size).toBe(9);
  });
});

describe('names', () => {
  it('come from at least 200 adjectives and 200 nouns, each once', () => {
    expect(names.adjectives.length).toBeGreaterThanOrEqual(200);
    expect(nouns.length).toBeGreaterThanOrEqual(200);
    expect(new Set(names.adjectives).size).toBe(names.adjectives.length);
    expect(new Set(nouns).size).toBe(nouns.length);
  });

  it('fit the allowed length and alphabet in every pair', () => {
    expect([...names.adjectives, ...nouns].filter((part) => !/^[a-z]{2,15}$/.test(part))).toEqual([]);
    const longest = (parts: readonly string[]) => Math.max(...parts.map((part) => part.length));
    expect(longest(names.adjectives) + 'er--1234'.length + longest(nouns)).toBeLessThanOrEqual(40);
  });

  it('bend the adjective to the noun', () => {
    const parts: NameParts = { adjectives: ['blau'], nouns: { m: ['otter'], f: ['wiese'], n: ['reh'] } };
    expect(proposeName(scripted(0, 0, 3821), parts)).toBe('blauer-otter-4821');
    expect(proposeName(scripted(0, 1, 0), parts)).toBe('blaue-wiese-1000');
    expect(proposeName(scripted(0, 2, 8999), parts)).toBe('blaues-reh-9999');
  });

  it('pair nothing that hurts: no colour of skin or flag, no body, age or mind, no animal used as an insult', () => {
    const bad =
      /^(schwarz|weiss|braun|grau|dick|fett|duenn|mager|dumm|bloed|arm|tot|alt|jung|klein|gross|krank|blind|taub|lahm|faul|einsam|traurig|frei|warm|heiss|scharf|wild|nackt|boes|schmutzig|arabisch|deutsch|exotisch)/;
    expect(names.adjectives.filter((adjective) => bad.test(adjective))).toEqual([]);
    const insults = [
      'schaf',
      'schwein',
      'esel',
      'kuh',
      'affe',
      'ziege',
      'ratte',
      'schlange',
      'wal',
      'elefant',
    ];
    expect(
      nouns.filter((noun) => insults.includes(noun) || /^(muschel|schnecke|maus|meise|vogel)$/.test(noun)),
    ).toEqual([]);
  });

  it('always look like a name', () => {
    for (let n = 0; n < 500; n++)
      expect(proposeName(random, names)).toMatch(/^[a-z]+(er|e|es)-[a-z]+-[1-9]\d{3}$/);
  });
});

describe('phrases', () => {
  it('are seven words of the list', () => {
    const phrase = proposePhrase(random, words).split(' ');
    expect(phrase.length).toBe(7);
    expect(phrase.filter((word) => !words.includes(word))).toEqual([]);
    expect(7 * Math.log2(words.length)).toBe(77);
  });

  it('take each word by its own draw', () => {
    expect(proposePhrase(scripted(0, 1, 2, 3, 2047, 0, 0), words)).toBe(
      [0, 1, 2, 3, 2047, 0, 0].map((at) => words[at]).join(' '),
    );
  });
});
