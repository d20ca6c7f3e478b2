// A thread of its own: with the same primitives by a quicker door, and, where rules are switched off, with a copy of the
// code that knows how.
import { parentPort, workerData } from 'node:worker_threads';
import type { Counts } from './counts.ts';
import type { History } from './history.ts';
import { rememberAnswers } from './remember.ts';
import { useSameThreadSubtle } from './subtle.ts';

export type Job = { job: 'histories'; seed: number; runs: number } | { job: 'rules' };
export type Done = {
  /** Of this thread alone. */
  milliseconds: number;
  /** Histories: what didn't hold, with the smallest history that shows it. */
  failure: string | null;
  counts: { [K in keyof Counts]: [string, number][] };
  /** Rules: what each came to. */
  rules: { rule: string; withIt: string | null; withoutIt: string | null }[];
};

const BEGINNINGS = 100;

/** About as much as an evening between two people. */
const STEPS = { minLength: 3, maxLength: 6, size: 'max' } as const;

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

async function playHistories({
  seed,
  runs,
}: Extract<Job, { job: 'histories' }>): Promise<Pick<Done, 'failure' | 'counts'>> {
  const { default: fc } = await import('fast-check');
  const { raiseCast, usual } = await import('./cast.ts');
  const { beginnings } = await import('./begin.ts');
  const { newCounts } = await import('./counts.ts');
  const { playHistory } = await import('./history.ts');
  const counts = newCounts();
  const casts = await beginnings(await raiseCast(usual, seed), seed, BEGINNINGS, counts);
  const number = fc.nat(0x7fffffff);
  const history: import('fast-check').Arbitrary<History> = fc.noBias(
    fc.record({ seed: number, steps: fc.array(fc.tuple(number, number, number), STEPS) }),
  );
  const property = fc.asyncProperty(history, (one) =>
    playHistory(casts[(one.seed >>> 7) % BEGINNINGS]!, one, counts),
  );
  const ran = await fc.check(property, { seed, numRuns: runs, endOnFailure: true });
  const list = (map: Map<string, number>) => [...map];
  return {
    failure: ran.failed ? `${messageOf(ran.errorInstance)}\n${fc.defaultReportMessage(ran)}` : null,
    counts: {
      verbs: list(counts.verbs),
      lies: list(counts.lies),
      forgeries: list(counts.forgeries),
      found: list(counts.found),
    },
  };
}

async function missEachRule(): Promise<Done['rules']> {
  const { rules } = await import('./rules.ts');
  const { loadWithSwitches, switchOff } = await import('./switch-rules.ts');
  loadWithSwitches(rules);
  const { playSmallest } = await import('./red.ts');
  const ended = async (rule: (typeof rules)[number], off: string): Promise<string | null> => {
    switchOff(off);
    try {
      await playSmallest(rule);
      return null;
    } catch (error) {
      return messageOf(error);
    } finally {
      switchOff('');
    }
  };
  const done: Done['rules'] = [];
  for (const rule of rules)
    done.push({ rule: rule.rule, withIt: await ended(rule, ''), withoutIt: await ended(rule, rule.rule) });
  return done;
}

const none: Pick<Done, 'failure' | 'counts' | 'rules'> = {
  failure: null,
  counts: { verbs: [], lies: [], forgeries: [], found: [] },
  rules: [],
};

useSameThreadSubtle();
await rememberAnswers();
const job = workerData as Job;
const began = process.threadCpuUsage();
const result = job.job === 'rules' ? { rules: await missEachRule() } : await playHistories(job);
const { user, system } = process.threadCpuUsage(began);
parentPort?.postMessage({ ...none, ...result, milliseconds: (user + system) / 1000 } satisfies Done);
