import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const papers = globSync(['*.md', 'docs/**/*.md', '{client,crypto,bench}/**/README.md'], {
  cwd: root,
  exclude: (path) => path.includes('node_modules'),
});
const folders = 'contract|wire|crypto|client|server|web|cli|e2e|bench|tools|docs|LICENSES|\\.ci';
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
