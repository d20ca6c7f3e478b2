/**
 * Cuts Source Sans 3 to what the pages need: `latin.woff2` for every visit, the others only when a character of
 * their range appears. Run by hand when the face is updated; the results are committed, so that
 * a build needs neither the original nor the tool.
 */
import { readFile, writeFile } from 'node:fs/promises';
import subsetFont from 'subset-font';

const range = (from: number, to: number): string =>
  String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));

/** What German pages are written with, and the accents of the words German borrowed. */
const german = '\u00a0§«°·»×ÄÖÜßäöüàçéèêÉ';
const rest = [...range(0xa1, 0xff)].filter((character) => !german.includes(character)).join('');

/** Each file with the one of the face that has its characters. */
const subsets = {
  latin: ['latin', `${range(0x20, 0x7e)}${german}–—‘’‚“”„†•…‹›€−`],
  'latin-more': ['latin', `${rest}ŒœŸ‰™`],
  'latin-ext': ['latin-ext', `${range(0x100, 0x17f)}ȘșȚțẞ`],
} as const;

for (const [name, [from, characters]] of Object.entries(subsets)) {
  const source = import.meta.resolve(
    `@fontsource-variable/source-sans-3/files/source-sans-3-${from}-wght-normal.woff2`,
  );
  const cut = await subsetFont(await readFile(new URL(source)), characters, {
    targetFormat: 'woff2',
    variationAxes: { wght: { min: 400, max: 600 } },
    // Kerning, ligatures and marks; fractions, small and alternate figures are nowhere used.
    keepFeatures: ['kern', 'liga', 'mark', 'mkmk', 'ccmp', 'locl'],
    noHinting: true,
  });
  await writeFile(new URL(`${name}.woff2`, import.meta.url), cut);
}
