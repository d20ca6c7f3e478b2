/**
 * Turns the ICU messages of `src/text/<journey>/<locale>.json` into typed functions in
 * `src/text/generated/`: a wrong key or argument is a compile error, and no message library reaches the
 * browser. A message missing in a locale is re-exported from its fallback, so it keeps that language's
 * plural rules. Runs before every build and type check.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { baseLocale, fallbackOf, type Locale, languageOf, locales } from './src/text/locales.ts';

export type Catalogues = Partial<Record<Locale, Record<string, string>>>;
type ArgumentType = 'string' | 'number' | 'tag';
type Arguments = Map<string, ArgumentType>;

const textFolder = new URL('src/text/', import.meta.url).pathname;
const warning = '// Written by text-generate.ts: edit the JSON beside it.\n';

/** One journey's files by name (`de.ts`, …). Throws an Error that names journey, locale and key of every fault. */
export function compileJourney(journey: string, catalogues: Catalogues): Map<string, string> {
  const base = catalogues[baseLocale];
  if (!base) throw new Error(`${journey}: ${baseLocale}.json is missing`);
  const faults: string[] = [];
  const expected = new Map<string, Arguments>();
  const files = new Map<string, string>();
  for (const locale of [baseLocale, ...locales.filter((l) => l !== baseLocale)]) {
    const own = catalogues[locale] ?? {};
    const lines: string[] = [];
    for (const [key, message] of Object.entries(own)) {
      const where = `${journey}/${locale}.json: ${key}`;
      if (!/^[a-z][A-Za-z0-9]*$/.test(key)) faults.push(`${where} is not a name in camelCase`);
      else if (!(key in base)) faults.push(`${where} is unknown in ${baseLocale}.json`);
      else {
        try {
          const elements = parse(message);
          const found = argumentsOf(elements);
          if (locale === baseLocale) expected.set(key, found);
          const taken = expected.get(key) ?? found;
          for (const [name, type] of found)
            if (taken.get(name) !== type) faults.push(`${where} takes {${name}} as ${type}, ${baseLocale}.json does not`);
          lines.push(declare(key, elements, taken));
        } catch (fault) {
          faults.push(`${where}: ${fault instanceof Error ? fault.message : fault}`);
        }
      }
    }
    files.set(`${locale}.ts`, warning + rulesFor(locale, lines) + [...lines, borrow(locale, base, own)].join('\n'));
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return files;
}

function borrow(locale: Locale, base: Record<string, string>, own: Record<string, string>): string {
  const missing = Object.keys(base).filter((key) => !(key in own));
  if (missing.length === 0) return '';
  return `export { ${missing.join(', ')} } from './${fallbackOf[locale as keyof typeof fallbackOf]}.ts';\n`;
}

function rulesFor(locale: Locale, lines: string[]): string {
  const tag = languageOf[locale];
  const all = lines.join('');
  return [
    all.includes('plural(') ? `const rules = new Intl.PluralRules('${tag}');\nconst plural = (n: number): string => rules.select(n);\n` : '',
    all.includes('ordinal(') ? `const order = new Intl.PluralRules('${tag}', { type: 'ordinal' });\nconst ordinal = (n: number): string => order.select(n);\n` : '',
    all.includes('digits(') ? `const format = new Intl.NumberFormat('${tag}');\nconst digits = (n: number): string => format.format(n);\n` : '',
  ].join('');
}

function argumentsOf(elements: MessageFormatElement[], found: Arguments = new Map()): Arguments {
  const take = (name: string, type: ArgumentType): void => {
    if ((found.get(name) ?? type) !== type) throw new Error(`{${name}} is used as ${found.get(name)} and as ${type}`);
    found.set(name, type);
  };
  for (const element of elements) {
    if (element.type === TYPE.argument) take(element.value, 'string');
    else if (element.type === TYPE.number) take(element.value, 'number');
    else if (element.type === TYPE.tag) {
      take(element.value, 'tag');
      argumentsOf(element.children, found);
    } else if (element.type === TYPE.plural || element.type === TYPE.select) {
      take(element.value, element.type === TYPE.plural ? 'number' : 'string');
      for (const option of Object.values(element.options)) argumentsOf(option.value, found);
    } else if (element.type !== TYPE.literal && element.type !== TYPE.pound) {
      throw new Error('dates and times are formatted by the caller and passed as text');
    }
  }
  return found;
}

const typeNames = { string: 'string', number: 'number', tag: '(inner: string) => T' } as const;

/** A message with tags returns the pieces in order; the caller decides what a tag becomes. */
function declare(key: string, elements: MessageFormatElement[], taken: Arguments): string {
  if (taken.size === 0) return `export const ${key}: string = ${written(elements)};`;
  const shape = [...taken].map(([name, type]) => `${name}: ${typeNames[type]}`).join('; ');
  if (![...taken.values()].includes('tag')) return `export const ${key} = (a: { ${shape} }): string => ${written(elements)};`;
  const pieces = elements.map((element) =>
    element.type === TYPE.tag ? `a.${element.value}(${written(element.children)})` : written([element]),
  );
  return `export const ${key} = <T,>(a: { ${shape} }): (string | T)[] => [${pieces.join(', ')}];`;
}

function written(elements: MessageFormatElement[], counted = ''): string {
  const pieces = elements.map((element): string => {
    if (element.type === TYPE.literal) return JSON.stringify(element.value);
    if (element.type === TYPE.argument) return `a.${element.value}`;
    if (element.type === TYPE.number) return `digits(a.${element.value})`;
    if (element.type === TYPE.pound) return `digits(${counted})`;
    if (element.type === TYPE.select || element.type === TYPE.plural) return `(${choose(element)})`;
    throw new Error('a tag stands at the top of a message, not inside a choice or another tag');
  });
  return pieces.length === 0 ? "''" : pieces.join(' + ');
}

function choose(element: MessageFormatElement & { type: TYPE.select | TYPE.plural }): string {
  const value = `a.${element.value}`;
  const isPlural = element.type === TYPE.plural;
  if (isPlural && element.offset) throw new Error('plural offsets are not used here');
  const category = isPlural && element.pluralType === 'ordinal' ? `ordinal(${value})` : `plural(${value})`;
  // An exact count (=0) comes before the category that would also fit it.
  const options = Object.entries(element.options).sort(([a], [b]) => Number(b.startsWith('=')) - Number(a.startsWith('=')));
  const cases = options.filter(([name]) => name !== 'other').map(([name, option]) => {
    const test = name.startsWith('=') ? `${value} === ${Number(name.slice(1))}` : `${isPlural ? category : value} === '${name}'`;
    return `${test} ? ${written(option.value, value)} : `;
  });
  const other = element.options['other'];
  if (!other) throw new Error(`{${element.value}} has no "other"`);
  return cases.join('') + written(other.value, value);
}

function indexOf(journeys: string[]): string {
  const quoted = (name: string): string => `'${name}'`;
  const types = journeys.map((j) => `  ${quoted(j)}: typeof import('./${j}/${baseLocale}.ts');`);
  const loaders = journeys.map(
    (j) => `  ${quoted(j)}: { ${locales.map((l) => `${quoted(l)}: () => import('./${j}/${l}.ts')`).join(', ')} },`,
  );
  return `${warning}export type Texts = {\n${types.join('\n')}\n};\n\nexport const load = {\n${loaders.join('\n')}\n};\n`;
}

function everythingOf(journeys: string[]): string {
  const name = (j: string, l: string): string => `${j}_${l}`.replaceAll('-', '_');
  const imports = journeys.flatMap((j) => locales.map((l) => `import * as ${name(j, l)} from './${j}/${l}.ts';`));
  const rows = locales.map((l) => `  '${l}': { ${journeys.map((j) => `'${j}': ${name(j, l)}`).join(', ')} },`);
  return `${warning}${imports.join('\n')}\n\nexport const everyText = {\n${rows.join('\n')}\n};\n`;
}

/** Reads every catalogue and writes `generated/`. Throws an Error naming all faults; then nothing is replaced. */
export async function generateTexts(): Promise<void> {
  const entries = await readdir(textFolder, { withFileTypes: true });
  const journeys = entries.filter((e) => e.isDirectory() && !e.name.startsWith('generated')).map((e) => e.name).sort();
  const files = new Map([
    ['texts.ts', indexOf(journeys)],
    ['every-text.ts', everythingOf(journeys)],
  ]);
  for (const journey of journeys) {
    const catalogues: Catalogues = {};
    for (const file of await readdir(join(textFolder, journey))) {
      const locale = locales.find((l) => file === `${l}.json`);
      if (!locale) throw new Error(`${journey}/${file} is no locale of ours: ${locales.join(', ')}`);
      catalogues[locale] = JSON.parse(await readFile(join(textFolder, journey, file), 'utf8'));
    }
    for (const [name, source] of compileJourney(journey, catalogues)) files.set(`${journey}/${name}`, source);
  }
  // Written aside and renamed: a type check running at the same time never sees half of it.
  const fresh = join(textFolder, `generated-${process.pid}`);
  for (const [name, source] of files) {
    await mkdir(dirname(join(fresh, name)), { recursive: true });
    await writeFile(join(fresh, name), source);
  }
  await rm(join(textFolder, 'generated'), { recursive: true, force: true });
  await rename(fresh, join(textFolder, 'generated'));
}

if (import.meta.main) await generateTexts();
