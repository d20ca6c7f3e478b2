// `npm run prove -- R7 P5 …` prints a line for each promise named and fails unless all hold; without ids it goes
// through all of them and writes docs/proof.md. The promises themselves are in goals.ts.
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Goal, goals, proofs } from './goals.ts';
import { hasBrowserTests, root, run, runPlaywright, runVitest } from './run.ts';
import type { TestRecord } from './test-record.ts';

type Line = { id: string; text: string; holds: boolean };
/** What a bench program prints, one JSON object a line; `ratio` is figure ÷ floor. */
type Measured = { name: string; figure: number; unit: string; floor?: number; ratio?: number; runs?: number };

const usage = `Usage: npm run prove -- [--full] [ID …]
Prints a line for each promise named, and fails unless all hold. Without an ID it goes through all of them, which takes
many minutes, and writes docs/proof.md. --full runs the long forms (soaks, thousands of histories).

Promises shown by tests
${Object.entries(proofs)
  .map(([id, text]) => `  ${id.padEnd(4)} ${text}`)
  .join('\n')}
Figures with a goal; P5 is all of that name's
  ${goals.map(({ name }) => name).join(' ')}
`;

const began = performance.now();
/** On standard error, so that the lines of the promises alone are the output. */
const tell = (line: string) =>
  process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${line}\n`);

const titled = (id: string) => new RegExp(`\\b${id}:`);

async function testRecords(ids: string[]): Promise<{ records: TestRecord[]; output: string }> {
  const pattern = `\\b(${ids.join('|')}):`;
  tell(`tests of ${ids.join(' ')} …`);
  const inNode = await runVitest(['-t', pattern, '--passWithNoTests'], tell);
  if (!hasBrowserTests()) return inNode;
  tell(`tests of ${ids.join(' ')} in a browser …`);
  const inBrowser = await runPlaywright(['--grep', pattern, '--pass-with-no-tests'], tell);
  return {
    records: [...inNode.records, ...inBrowser.records],
    output: `${inNode.output}\n${inBrowser.output}`,
  };
}

async function proveByTests(ids: string[]): Promise<Line[]> {
  if (ids.length === 0) return [];
  const { records, output } = await testRecords(ids);
  const lines = ids.map((id): Line => {
    const own = records.filter(({ name }) => titled(id).test(name));
    const inState = (state: TestRecord['state']) => own.filter((record) => record.state === state).length;
    const [passed, failed, skipped] = [inState('passed'), inState('failed'), inState('skipped')];
    const figures = own.flatMap((record) => record.figures);
    const skips = skipped > 0 ? `, ${skipped} skipped` : '';
    const text = `${passed} passed, ${failed} failed${skips}${figures.map((figure) => ` · ${figure}`).join('')}`;
    return { id, text: own.length > 0 ? text : 'no tests', holds: passed > 0 && failed + skipped === 0 };
  });
  const failed = records.filter(({ state }) => state === 'failed');
  if (failed.length > 0) console.error(output);
  // A file that could not even be loaded has no titles to find, and would go unseen above.
  const unloaded = failed.filter(({ name }) => !ids.some((id) => titled(id).test(name)));
  lines.push(...unloaded.map(({ name }) => ({ id: name, text: 'could not be loaded', holds: false })));
  return lines;
}

function judge({ name, figure, unit, ratio }: Measured, goal: Goal | undefined): Line {
  const shown = `${figure} ${unit}${ratio === undefined ? '' : ` (${ratio} × floor)`}`;
  if (!goal) return { id: name, text: shown, holds: true };
  const judged = goal.of === 'ratio' ? ratio : figure;
  const limit = goal.atMost ?? goal.atLeast;
  const holds =
    judged !== undefined &&
    judged <= (goal.atMost ?? Number.POSITIVE_INFINITY) &&
    judged >= (goal.atLeast ?? 0);
  const wanted = `goal ${goal.atMost === undefined ? '≥' : '≤'} ${limit}${goal.of === 'ratio' ? ' × floor' : ''}`;
  return { id: name, text: `${shown} ${wanted} ${holds ? 'ok' : 'SHORT'}`, holds };
}

/** `P5` runs bench/src/p5.ts, p5-….ts and p5/main.ts; a figure with a goal that no program printed does not hold. */
async function proveByBench(id: string): Promise<Line[]> {
  const [program = id] = id.split('-', 1);
  const wanted = goals.filter(({ name }) => name === id || name.startsWith(`${id}-`));
  const stem = `bench/src/${program.toLowerCase()}`;
  const files = globSync([`${stem}.ts`, `${stem}-*.ts`, `${stem}/main.ts`], { cwd: root });
  const measured: Measured[] = [];
  for (const file of files.filter((path) => !path.endsWith('.test.ts')).sort()) {
    tell(`${file} …`);
    const { isOk, output } = await run('node', [file]);
    if (!isOk) console.error(output);
    for (const line of output.split('\n')) if (line.startsWith('{"name"')) measured.push(JSON.parse(line));
  }
  const asked = measured.filter(({ name }) => program === id || name.startsWith(id));
  const lines = asked.map((m) =>
    judge(
      m,
      goals.find(({ name }) => name === m.name),
    ),
  );
  const missing = wanted.filter(({ name }) => !asked.some((m) => m.name === name));
  return [...lines, ...missing.map(({ name }) => ({ id: name, text: 'not measured', holds: false }))];
}

function readArguments() {
  const options = { full: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

const { values, positionals: asked } = readArguments();
if (values.help) {
  process.stdout.write(usage);
  process.exit();
}
if (values.full) process.env.FULL = '1';
const programs = [...new Set(goals.map(({ name }) => name.split('-', 1)[0] as string))];
const ids = asked.length > 0 ? asked : [...Object.keys(proofs), ...programs];
const unknown = ids.filter(
  (id) => !(id in proofs) && !goals.some(({ name }) => name === id || name.startsWith(`${id}-`)),
);
if (unknown.length > 0) {
  console.error(`There is no promise ${unknown.join(', ')}.\n\n${usage}`);
  process.exit(2);
}

const lines = await proveByTests(ids.filter((id) => id in proofs));
for (const id of ids.filter((name) => !(name in proofs))) lines.push(...(await proveByBench(id)));
for (const { id, text } of lines) process.stdout.write(`${id} ${text}\n`);
process.exitCode = lines.every(({ holds }) => holds) ? 0 : 1;

if (asked.length === 0) {
  const machine = `${availableParallelism()} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`;
  const rows = lines.map(
    ({ id, text, holds }) => `| ${id} | ${proofs[id] ?? ''} | ${text} | ${holds ? 'yes' : 'no'} |`,
  );
  mkdirSync(join(root, 'docs'), { recursive: true });
  const head = `# Proof\n\nWritten by \`npm run prove\` on ${machine}.\n\n| id | promise | figure | holds |\n|---|---|---|---|`;
  writeFileSync(join(root, 'docs/proof.md'), `${head}\n${rows.join('\n')}\n`);
}
