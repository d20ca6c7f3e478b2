import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

type Package = Partial<Record<'dependencies' | 'devDependencies' | 'optionalDependencies', object>>;
type Locked = Record<string, { license?: string }>;

const { workspaces } = JSON.parse(read('package.json')) as { workspaces: string[] };
const manifests = [
  'package.json',
  ...globSync(
    workspaces.map((one) => `${one}/package.json`),
    { cwd: root },
  ),
];
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Locked };

/** The licence a package declares, wherever npm has put it. */
const licenceOf = (name: string) =>
  Object.entries(packages).find(([path]) => path.endsWith(`node_modules/${name}`))?.[1].license;

const named = (manifest: string) => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read(manifest)) as Package;
  return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
};

test('docs/dependencies.md has a line for every dependency and for nothing else, with its licence', () => {
  const inUse = new Set(manifests.flatMap(named).filter((name) => !name.startsWith('@beistand/')));
  const lines = [
    ...read('docs/dependencies.md').matchAll(/^\| `([^`]+)`.*?\| .+? \| (.+?) \| .+ \| .+ \|$/gm),
  ];
  const documented = lines.map(([, name, licence]) => `${name}: ${licence}`).sort();
  expect(documented).toEqual([...inUse].map((name) => `${name}: ${licenceOf(name)}`).sort());
});
