import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as rules from './architecture-rules.ts';

const root = join(import.meta.dirname, '..');
const skipped = ['node_modules', 'dist', '.data', '.git', 'results', 'generated'];
const files = globSync(['*/**/*.{ts,tsx,mts,mjs}', '*.ts'], {
  cwd: root,
  exclude: (path) => skipped.some((name) => path.split('/').includes(name)),
}).map((path): rules.Source => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** One that each rule must complain about: a rule that sees nothing would otherwise pass for ever. */
const samples: [string, rules.Rule, rules.Source][] = [
  [
    'arrows run one way',
    rules.arrowsRunOneWay,
    { path: 'server/src/a.ts', text: "import { x } from '@beistand/crypto';" },
  ],
  [
    'paths stay inside their workspace',
    rules.pathsStayInside,
    { path: 'web/src/a.ts', text: "export { x } from '../../server/src/a.ts';" },
  ],
  [
    'a library has one door',
    rules.oneDoorPerLibrary,
    { path: 'client/src/a.ts', text: "import * as s from 'libsodium-wrappers';" },
  ],
  [
    'clock and chance are passed in',
    rules.worldIsPassedIn,
    { path: 'server/src/a.ts', text: 'const now = Date.now();' },
  ],
  ['exports have names', rules.namedExportsOnly, { path: 'web/src/a.tsx', text: 'export default 1;' }],
  [
    'no barrels but front doors',
    rules.noBarrels,
    { path: 'web/src/a.ts', text: "// all\nexport * from './b.ts';\n" },
  ],
  [
    'files of over 300 lines say why',
    rules.longFilesSayWhy,
    { path: 'web/src/a.ts', text: '\n'.repeat(301) },
  ],
  ['names are kebab-case', rules.kebabCase, { path: 'web/src/MyPage.tsx', text: '' }],
  [
    'names are words of the domain',
    rules.domainWords,
    { path: 'web/src/a.ts', text: `export function mail${'Manager'}() {}` },
  ],
  [
    'nothing is left for later',
    rules.nothingPromised,
    { path: 'web/src/a.ts', text: `// ${'TO'}${'DO'}: all of it` },
  ],
];

test('the files are found', () => {
  expect(files.length).toBeGreaterThan(100);
});

test.each(samples)('%s', (_, rule, sample) => {
  expect(rule(sample)).toHaveLength(1);
  expect(files.flatMap(rule)).toEqual([]);
});

test('imports are seen in every form', () => {
  const text = `import a from 'one';\nimport 'two';\nimport {\n  b,\n} from "three";\nexport * from 'four';\nawait import('five');
import type { C } from 'six';\nconst x = "from 'seven'";`;
  expect(rules.importsOf({ path: '', text })).toEqual(['one', 'two', 'three', 'four', 'five', 'six']);
});
