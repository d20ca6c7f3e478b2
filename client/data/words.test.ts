import { readFileSync } from 'node:fs';
import { dictionary } from '@zxcvbn-ts/language-de';
import { expect, it } from 'vitest';
import { compileWords } from './make-words.ts';

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8').trim().split(/\s+/);
const words = read('words.de.txt');

/** Beginnings and parts that don't belong on the screen of somebody in need. */
const hurts = new RegExp(
  [
    '^(tod|tot|toet|sterb|starb|leich|sarg|grab$|urne|mord|moerd|blut|wund|narb|waff|bomb|krieg|kampf|messer|schuss|schiess)',
    '^(gewalt|schlag|pruegel|opfer|taeter|polizei|gefaeng|haft|knast|gericht|strafe|schuld|pleite|kredit|mahn|pfand|armut)',
    '^(krank|krebs|virus|seuche|arzt|klinik|spritz|pille|droge|sucht|rausch|alkohol|bier|wein$|schnaps|wodka|rauch|zigar|koks)',
    '^(sex|porno|nackt|brust|busen|penis|vagina|hure|nutte|schwul|lesb|geil|fick|arsch|scheiss|kacke|piss)',
    '^(fett|dick|mager|haesslich|dumm|bloed|idiot|irre$|verrueckt|behinder|lahm$|blind$|taub$|zwerg|kotz)',
    '^(gott|allah|jesus|kirche|moschee|jude|muslim|christ|teufel|hoell|satan|papst|sekte|suende)',
    '^(mutter|vater|mama|papa$|eltern|kind|sohn|tochter|bruder|schwester|ehe|witwe|waise|scheid|verlor|verlass|abschied)',
    '^(angst|panik|trauer|traurig|einsam|allein|wein(en|t)|schrei(en|t)?$|hass|zorn|wut|feind|fremd|fluch|flucht|asyl)',
    '^(abgrund|klippe|sprung|springen|strick|seil$|schlinge|klinge|gift|gleis|ertrink|erstick|galgen|henker)',
    '^(neger|zigeuner|nazi|hitler|fuehrer|rasse|sklav|folter|bettler|huette$)',
  ].join('|'),
);
/** Ordinary words that only begin alike. */
const harmless = new Set(['eher', 'klingeln', 'leicht', 'total', 'wunderbar']);

it('is what the committed lists compile to', () => expect(compileWords()).toEqual(words));

it('has 2,048 words, no two alike in their first four letters', () => {
  expect(words.length).toBe(2048);
  expect(new Set(words.map((word) => word.slice(0, 4))).size).toBe(2048);
});

it('has plain lower-case words of 4 to 9 letters', () => {
  expect(words.filter((word) => !/^[a-z]{4,9}$/.test(word))).toEqual([]);
});

it('leaves out what could hurt, and everything excluded', () => {
  expect(words.filter((word) => hurts.test(word) && !harmless.has(word))).toEqual([]);
  const excluded = new Set(read('words.excluded.txt'));
  expect(words.filter((word) => excluded.has(word))).toEqual([]);
});

it('excludes only words that the source would bring back', () => {
  const common = new Set(dictionary.commonWords);
  expect(read('words.excluded.txt').filter((word) => !common.has(word))).toEqual([]);
});

it('adds nothing that the source has already', () => {
  const common = new Set(dictionary.commonWords);
  expect(read('words.added.txt').filter((word) => common.has(word))).toEqual([]);
});
