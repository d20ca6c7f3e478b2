// The house's rules on source text, each a pure function from files to complaints: architecture.test.ts runs them over
// the repository, and over samples that must be complained about.

/** `path` relative to the root, with `/`. */
export type Source = { path: string; text: string };
export type Rule = (file: Source) => string[];

const isTest = (path: string) =>
  /\.test\.tsx?$|^(e2e|bench)\/|^[a-z]+\/(test|vectors|src\/(testing|model))\//.test(path);
const workspaceOf = (path: string) => path.split('/', 1)[0] ?? '';

/** Which workspaces a workspace may import; the second list is for its tests alone. */
const arrows: Readonly<Record<string, readonly [string[], string[]]>> = {
  contract: [[], []],
  wire: [[], []],
  crypto: [['wire'], []],
  // The second implementation: only its tests may meet the first.
  reader: [[], ['contract', 'wire', 'crypto', 'client', 'server']],
  client: [['contract', 'wire', 'crypto'], ['server']],
  server: [['contract', 'wire'], []],
  web: [['contract', 'wire', 'client'], ['server']],
  cli: [['contract', 'client', 'server', 'web'], []],
  e2e: [['contract', 'wire', 'client', 'server', 'web'], []],
  bench: [['contract', 'wire', 'crypto', 'client', 'server', 'web'], []],
  tools: [['contract', 'server', 'bench'], []],
};

const importPattern =
  /(?:^|[;\n])\s*(?:import|export)\s(?:[^'";]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|[;\n])\s*import['"]([^'"]+)['"]/g;

/** Every module a file names, static, dynamic or re-exported. */
export function importsOf({ text }: Source): string[] {
  return [...text.matchAll(importPattern)].map(([, from, dynamic, bare]) => from ?? dynamic ?? bare ?? '');
}

export const arrowsRunOneWay: Rule = (file) => {
  const workspace = workspaceOf(file.path);
  const [always, inTests] = arrows[workspace] ?? [[], []];
  const allowed = [workspace, ...always, ...(isTest(file.path) ? inTests : [])];
  return importsOf(file)
    .map((name) => /^@beistand\/([^/]+)/.exec(name)?.[1])
    .filter((to) => to !== undefined && !allowed.includes(to))
    .map((to) => `${file.path} imports ${to}`);
};

/** Relative imports stay inside the workspace; the tools may be borrowed by what runs in a browser. */
export const pathsStayInside: Rule = (file) =>
  importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => new URL(name, `file:///${file.path}`).pathname.slice(1))
    .filter((to) => workspaceOf(to) !== workspaceOf(file.path))
    .filter((to) => !(to === 'tools/find-chromium.mjs' && /^(e2e|bench|web)\//.test(file.path)))
    .map((to) => `${file.path} reaches into ${to}`);

/** The library → the only files that may import it. */
const doors: readonly [RegExp, RegExp][] = [
  [/^(@?fastify)(\/|$)/, /^server\/src\/(app|http\/[a-z-]+|live\/serve)\.ts$/],
  [/^pg(-|$)/, /^server\/src\/(database\/[a-z-]+|live\/fanout|jobs)\.ts$/],
  [/^@hpke\//, /^crypto\/src\/hpke\.ts$/],
  [/^@serenity-kit\/opaque$/, /^(crypto\/src\/opaque|server\/src\/accounts\/opaque)\.ts$/],
  [/^@noble\//, /^reader\/src\/[a-z-]+\//],
  [/^libsodium/, /^(wire\/src\/labels|crypto\/src\/sodium)\.ts$/],
  [/^zod/, /^(contract|server)\/src\//],
  [/^(react|react-dom|wouter)(\/|$)/, /^web\//],
];

export const oneDoorPerLibrary: Rule = (file) =>
  isTest(file.path)
    ? []
    : importsOf(file)
        .filter((name) => doors.some(([library, door]) => library.test(name) && !door.test(file.path)))
        .map((name) => `${file.path} imports ${name}`);

/** Only where the program's world is put together may it be read; everywhere else it is passed in. */
export const worldIsPassedIn: Rule = ({ path, text }) => {
  if (isTest(path) || !/^(server|crypto|wire|contract|client)\/src\//.test(path)) return [];
  if (/^(server\/src\/(app|main)|client\/src\/(world|node)|server\/src\/world)\.ts$/.test(path)) return [];
  const world = /Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(/g;
  return [...text.matchAll(world)].map(([what]) => `${path} reads ${what}`);
};

/** Files that a tool loads by their default export. */
const isTools = (path: string) =>
  /(^|\/)([a-z-]+\.config|[a-z-]+-(setup|reporter))\.ts$|^e2e\/src\/build-once\.ts$/.test(path);

export const namedExportsOnly: Rule = ({ path, text }) =>
  !isTools(path) && /^export default\b/m.test(text) ? [`${path} has a default export`] : [];

/** A file that only passes on what others export is a barrel, unless it is a package's front door. */
export const noBarrels: Rule = ({ path, text }) => {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '').trim();
  const isBarrel =
    code !== '' && code.replace(/export\s+(type\s+)?(\*|\{[^}]*\})[^;]*from\s*'[^']+';?/g, '').trim() === '';
  return isBarrel && !path.endsWith('/index.ts') ? [`${path} is a barrel`] : [];
};

export const longFilesSayWhy: Rule = ({ path, text }) => {
  const lines = text.split('\n').length;
  const head = text.split('\n').slice(0, 8).join('\n');
  return lines > 300 && !/^\/\/ (Long|Generated)\b/m.test(head)
    ? [`${path} has ${lines} lines: split it, or say why in a first line "// Long: …"`]
    : [];
};

export const kebabCase: Rule = ({ path }) =>
  path.split('/').every((part) => /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(part))
    ? []
    : [`${path} is not kebab-case`];

const suffixes = 'Service|Manager|Helper|Facade|Util|Utils|Handler|Provider';
const declared = new RegExp(
  `\\b(?:function|class|type|interface|const|let)\\s+(\\w+(?:${suffixes}))\\b`,
  'g',
);
const fileSuffix = new RegExp(`(^|[/-])(${suffixes.toLowerCase()})\\.tsx?$`);

export const domainWords: Rule = ({ path, text }) => [
  ...[...text.matchAll(declared)].map(([, name]) => `${path} declares ${name}`),
  ...(fileSuffix.test(path) ? [`${path} is named by a pattern, not by what it does`] : []),
];

// Put together so that this very file does not contain what it forbids.
const promises = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].join('|')})\\b`, 'g');
const silenced = new RegExp(`@ts-(?:${'ign' + 'ore'}|${'nocheck'})|@ts-expect-error\\s*$`, 'gm');
const unfinished = new RegExp(
  `\\.(?:${'on' + 'ly'}|${'to' + 'do'})\\(|\\b(?:it|test|describe)\\.${'sk' + 'ip'}\\(`,
  'g',
);

export const nothingPromised: Rule = ({ path, text }) =>
  [promises, silenced, ...(isTest(path) ? [unfinished] : [])].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([what]) => `${path} says ${what}`),
  );
