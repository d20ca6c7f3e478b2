// The formal model of the stream, by spin where it is installed: what must hold, and that every guard switched off is
// found. `node tools/check-model.ts`; the figures are in docs/protocol-model.md.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from './run.ts';

const modelFile = join(root, 'docs/model/stream.pml');

/** What is switched on, and whether it must hold. `progress`: that everybody comes to an end, beside what must never be. */
type Check = { name: string; flags: string[]; holds: boolean; progress?: boolean };

const honest = (...more: string[]) => ['REMOVALS=1', ...more];
const lying = (...more: string[]) => ['LYING', 'REMOVALS=1', ...more];
const small = lying('WRITES_A=1', 'WRITES_C=2');
const medium = lying('WRITES_A=2', 'WRITES_C=2');

const checks: readonly Check[] = [
  { name: 'honest server, one removal', flags: honest(), holds: true },
  { name: 'honest server, two removals', flags: ['REMOVALS=2', 'CHANGES=0'], holds: true },
  { name: 'honest server, everybody ends', flags: honest(), holds: true, progress: true },
  { name: 'lying server, somebody is added', flags: medium, holds: true },
  {
    name: 'lying server, nobody is added',
    flags: lying('WRITES_A=2', 'WRITES_C=2', 'CHANGES=0'),
    holds: true,
  },
  {
    name: 'lying server, staff writes more',
    flags: lying('WRITES_A=1', 'WRITES_C=3', 'CHANGES=0'),
    holds: true,
  },
  { name: 'lying server, two forgeries', flags: [...small, 'FORGED=2'], holds: true },
  { name: 'lying server, any forgery', flags: [...small, 'WILD'], holds: true },
];

const without = (flag: string, flags: string[], progress = false): Check => ({
  name: flag,
  flags: [...flags, flag],
  holds: false,
  progress,
});

/** Each guard off: a counterexample must be found. LIMIT is no guard: what the protocol doesn't promise. */
const mutants: readonly Check[] = [
  without('NO_GATE', honest()),
  without('NO_STALE_LOG', honest()),
  without('NO_TIDY', honest(), true),
  without('NO_RESYNC', honest(), true),
  // Each of the two alone is enough here, and so for messages below.
  without('NO_EPOCH', honest('NO_LAG')),
  ...['NO_CHAIN', 'NO_DUPLICATE', 'NO_EPOCH'].map((flag) => without(flag, [...small, 'WILD'])),
  without('NO_EPOCH_OF_MESSAGE', [...small, 'WILD', 'NO_LAG']),
  ...['NO_SENDER', 'NO_REASON'].map((flag) => without(flag, small)),
  ...['NO_MEMBER', 'NO_LOG_ORDER', 'NO_STAFF', 'NO_SIGNATURE', 'NO_CLIENT_GATE', 'NO_COMMIT'].map((flag) =>
    without(flag, medium),
  ),
  without('LIMIT', medium),
];

type Checked = Check & { isFound: boolean; states: number; depth: number; seconds: number };

const hasProgram = (name: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
export const canCheckModel = (): boolean => hasProgram('spin') && hasProgram('gcc');

function must(command: string, args: string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${status}\n${stdout}${stderr}`);
  return stdout;
}

function check(one: Check): Checked {
  const folder = mkdtempSync(join(tmpdir(), 'beistand-model-'));
  try {
    copyFileSync(modelFile, join(folder, 'stream.pml'));
    must('spin', [...one.flags.map((flag) => `-D${flag}`), '-a', 'stream.pml'], folder);
    const kind = one.progress ? [] : ['-DSAFETY', '-DNOCLAIM'];
    must('gcc', ['-O2', '-w', '-DCOLLAPSE', '-DMEMLIM=4000', ...kind, '-o', 'stream-model', 'pan.c'], folder);
    const began = performance.now();
    const said = must('./stream-model', ['-m20000', ...(one.progress ? ['-a', '-f'] : [])], folder);
    const number = (pattern: RegExp) => Number(pattern.exec(said)?.[1] ?? Number.NaN);
    if (/Search not completed/.test(said) && number(/errors: (\d+)/) === 0) throw new Error(said);
    return {
      ...one,
      isFound: number(/errors: (\d+)/) > 0,
      states: number(/([\d.e+]+) states, stored/),
      depth: number(/depth reached (\d+)/),
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One line each; true when all is as it must be. */
function checkModel(
  write: (line: string) => void,
  wanted: readonly Check[] = [...checks, ...mutants],
): boolean {
  let isAsItMust = true;
  for (const one of wanted) {
    const { isFound, states, depth, seconds } = check(one);
    const isRight = isFound !== one.holds;
    isAsItMust &&= isRight;
    const verdict = isFound ? 'counterexample' : 'holds';
    write(
      `${isRight ? 'ok    ' : 'WRONG '}${one.name.padEnd(34)}${verdict.padEnd(16)}${states} states, depth ${depth}, ${seconds.toFixed(1)} s\n`,
    );
  }
  return isAsItMust;
}

if (import.meta.main) {
  const asked = process.argv.slice(2);
  const wanted = [...checks, ...mutants].filter(({ name }) => asked.length === 0 || asked.includes(name));
  if (!canCheckModel())
    process.stdout.write('The formal model is not checked: spin and gcc are not installed.\n');
  else if (!checkModel((line) => process.stdout.write(line), wanted)) process.exitCode = 1;
}
