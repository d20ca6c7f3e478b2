import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const papers = globSync(['*.md', 'docs/**/*.md', '{client,crypto,bench}/**/README.md'], {
  cwd: root,
  exclude: (path) => path.includes('node_modules'),
});
const folders = 'contract|wire|crypto|reader|client|server|web|cli|e2e|bench|tools|docs|LICENSES|\\.ci';
const inCode = new RegExp(`\`((?:${folders})/[\\w./-]*|[A-Z]+\\.(?:md|toml))\``, 'g');
const links = /\]\((?!https?:|#)([^)#]+)\)/g;

test('every file that a paper names is there', () => {
  expect(papers.length).toBeGreaterThan(20);
  const missing = papers.flatMap((paper) => {
    const text = readFileSync(join(root, paper), 'utf8');
    const named = [
      ...[...text.matchAll(inCode)].map(([, path]) => path!),
      ...[...text.matchAll(links)].map(([, path]) => join(dirname(paper), path!)),
    ];
    return named.filter((path) => !existsSync(join(root, path))).map((path) => `${paper}: ${path}`);
  });
  expect(missing).toEqual([]);
});

test('no paper has the marks of two that were merged', () => {
  const marked = papers.filter((paper) =>
    /^(?:<{7}|>{7}|\|{7}) /m.test(readFileSync(join(root, paper), 'utf8')),
  );
  expect(marked).toEqual([]);
});

/** By heading: a number is wrong as soon as a section is put in. */
const cited = /\bprotocol(?:\.md`)? (?:"([^"]+)"|§\s*(\d+))/g;

test('every citation of the protocol names one of its headings', () => {
  const headings = readFileSync(join(root, 'docs/protocol.md'), 'utf8').matchAll(/^## \d+ (.+)$/gm);
  const known = new Set([...headings].map(([, heading]) => heading));
  const sources = globSync(
    '{contract,wire,crypto,reader,client,server,web,cli,e2e,bench,tools}/**/*.{ts,tsx,sql}',
    {
      cwd: root,
      exclude: (path) => /(^|\/)(node_modules|dist|results|generated)$/.test(path),
    },
  );
  const citations = [...papers, ...sources].flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(cited)].map(([, heading, number]) => ({
      path,
      heading: heading ?? `§${number}`,
    })),
  );
  expect(citations.length).toBeGreaterThan(30);
  expect(citations.filter(({ heading }) => !known.has(heading))).toEqual([]);
});

test('every decision is dated, and short enough to be read', () => {
  const decisions = globSync('docs/decisions/*.md', { cwd: root }).filter(
    (path) => !path.endsWith('README.md'),
  );
  for (const path of decisions) {
    expect(path).toMatch(/\/\d{4}-\d\d-\d\d-[a-z0-9-]+\.md$/);
    const words = readFileSync(join(root, path), 'utf8').split(/\s+/).length;
    expect([path, words < 450]).toEqual([path, true]);
  }
});

test('every test that the threat model names is there, and every sentence it says people read', () => {
  const model = readFileSync(join(root, 'docs/threat-model.md'), 'utf8');
  const tests = [...model.matchAll(/`([\w./-]+\.(?:test|e2e)\.ts)` "([^"]+)"/g)];
  expect(tests.length).toBeGreaterThan(40);
  const lines = model.split('\n').filter((line) => /\| (gets|not) \|/.test(line));
  expect(lines.filter((line) => !/`[\w./-]+\.(ts|md)`|\| – \||no test:/.test(line))).toEqual([]);
  const missing = tests.filter(([, path, title]) => {
    const file = join(root, path!);
    return !existsSync(file) || !readFileSync(file, 'utf8').includes(title!);
  });
  expect(missing.map(([found]) => found)).toEqual([]);
  const texts = globSync('web/src/text/*/de.json', { cwd: root }).map((path) =>
    readFileSync(join(root, path), 'utf8'),
  );
  const said = [...model.matchAll(/„([^“]+)“/g)].map(([, sentence]) => sentence!);
  expect(said.length).toBeGreaterThan(8);
  expect(said.filter((sentence) => !texts.some((text) => text.includes(sentence)))).toEqual([]);
});
