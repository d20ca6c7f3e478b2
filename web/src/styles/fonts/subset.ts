/**
 * Cuts Source Sans 3 to what the pages need: `latin.woff2` for every visit, `latin-ext.woff2` only when a
 * character of its range appears. Run by hand when the face is updated; the results are committed, so that
 * a build needs neither the original nor the tool.
 */
import { readFile, writeFile } from 'node:fs/promises';
import subsetFont from 'subset-font';

const range = (from: number, to: number): string =>
  String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));

const subsets = {
  latin: `${range(0x20, 0x7e)}${range(0xa0, 0xff)}ŒœŸ–—‘’‚“”„†•…‰‹›€™−`,
  'latin-ext': `${range(0x100, 0x17f)}ȘșȚțẞ`,
};

for (const [name, characters] of Object.entries(subsets)) {
  const source = import.meta.resolve(
    `@fontsource-variable/source-sans-3/files/source-sans-3-${name}-wght-normal.woff2`,
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
