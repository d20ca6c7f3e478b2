// `npm test`: one readable list of everything that is checked, fastest first, all of it even when something fails.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { canCheckModel } from './check-model.ts';
import { hasBrowserTests, type Ran, root, run, runPlaywright, runVitest, type Tested } from './run.ts';

if (process.argv.includes('--full')) process.env.FULL = '1';
const architecture = 'tools/architecture.test.ts';

type Step = { name: string; run: () => Promise<Ran | Tested>; exists?: boolean };

const steps: Step[] = [
  { name: 'biome', run: () => run('biome', ['check', '--error-on-warnings']) },
  { name: 'texts', run: () => run('node', ['web/text-generate.ts']) },
  ...['tsconfig.json', 'web/tsconfig.json', 'web/tsconfig.worker.json', 'e2e/tsconfig.json'].map((file) => ({
    name: `types ${file}`,
    run: () => run('tsc', ['-p', file]),
  })),
  { name: 'architecture', run: () => runVitest([architecture]) },
  { name: 'unused code', run: () => run('knip', ['--no-progress']) },
  {
    name: 'web build',
    run: () => run('node', ['web/build.ts']),
    exists: existsSync(join(root, 'web/build.ts')),
  },
  { name: 'tests', run: () => runVitest(['--exclude', architecture]) },
  {
    name: 'formal model',
    run: () => run('node', ['tools/check-model.ts']),
    exists: process.env.FULL === '1' && canCheckModel(),
  },
  { name: 'browser tests', run: () => runPlaywright([]), exists: hasBrowserTests() },
];

type Counts = { passed: number; failed: number; skipped: number };

/** A static check counts as one; a test run as its tests, and as one failure more when it failed without any of them. */
function count(ran: Ran | Tested): Counts {
  const one = { passed: ran.isOk ? 1 : 0, failed: ran.isOk ? 0 : 1, skipped: 0 };
  if (!('records' in ran)) return one;
  const inState = (state: string) => ran.records.filter((record) => record.state === state).length;
  const counts = { passed: inState('passed'), failed: inState('failed'), skipped: inState('skipped') };
  return ran.isOk || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const skipped: string[] = [];
const began = performance.now();
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`.padStart(8);
const write = (text: string) => process.stdout.write(text);

for (const step of steps) {
  if (step.exists === false) continue;
  write(`${step.name.padEnd(34)}`);
  const start = performance.now();
  const ran = await step.run();
  const counts = count(ran);
  const verdict = counts.failed > 0 ? 'FAILED' : 'ok';
  const tests =
    'records' in ran ? `  ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped` : '';
  write(`${verdict.padEnd(7)}${seconds(start)}${tests}\n`);
  if (counts.failed > 0) write(`\n${ran.output.trimEnd().split('\n').slice(-300).join('\n')}\n\n`);
  if ('records' in ran)
    for (const { name, state, reason } of ran.records)
      if (state === 'skipped') skipped.push(`${name}: ${reason ?? 'no reason given'}`);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}

if (process.env.FULL === '1' && !canCheckModel())
  write('The formal model was not checked: spin and gcc are not installed.\n');
for (const line of skipped) write(`skipped  ${line}\n`);
write(`${'all'.padEnd(41)}${seconds(began)}\n`);
write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
// At a desk a skip is information; where nobody reads it is a hole.
const isRed = total.failed > 0 || (process.env.CI === 'true' && total.skipped > 0);
process.exitCode = isRed ? 1 : 0;
