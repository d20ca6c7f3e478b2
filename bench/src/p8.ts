// P8: memory of the whole installation at rest with the demo (sum of PSS, PostgreSQL included) and a later start's
// time to its first answer.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { median, printFigure } from './figure.ts';
import { scratchFolder, startTrial } from './trial.ts';

const STARTS = 5;
/** After this long without a request the first collections are over. */
const REST_MS = 20_000;

const statusOf = (pid: string): { parent: string } | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return { parent: stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '' };
  } catch {
    return null; // ended between listing and reading
  }
};

/** The process and everything below it. */
function familyOf(root: number): string[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(
    all.flatMap((pid) => {
      const status = statusOf(pid);
      return status ? [[pid, status.parent] as const] : [];
    }),
  );
  const isBelow = (pid: string): boolean =>
    pid === String(root) || (parents.has(pid) && pid !== '1' && isBelow(parents.get(pid)!));
  return all.filter((pid) => parents.has(pid) && isBelow(pid));
}

function pssKb(pid: string): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0);
}

const folder = scratchFolder();
try {
  await (await startTrial(folder.path)).stop();
  const starts: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const trial = await startTrial(folder.path);
    starts.push(trial.startedInMs / 1000);
    if (i === STARTS - 1) {
      await pause(REST_MS);
      const kb = familyOf(trial.process.pid!).reduce((sum, pid) => sum + pssKb(pid), 0);
      printFigure({ name: 'P8-mb', figure: Math.round(kb / 102.4) / 10, unit: 'MB', runs: 1 });
    }
    await trial.stop();
  }
  printFigure({
    name: 'P8-start-s',
    figure: Math.round(median(starts) * 100) / 100,
    unit: 's',
    runs: STARTS,
  });
} finally {
  folder.remove();
}
