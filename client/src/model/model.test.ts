// R4: people by their real clients at a server that lies. `FULL=1` plays fifty times as many histories, on every core.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { table } from './chances.ts';
import { besideForgeries, forgeries } from './history.ts';
import { lies } from './lies.ts';
import { rules, saidTwice } from './rules.ts';
import { seldom } from './seldom.ts';
import { placeOf } from './switch-rules.ts';
import type { Done, Job } from './work.ts';

const isFull = process.env.FULL === '1';
const RUNS = isFull ? 100_000 : 2_080;
const SEED = Number(process.env.MODEL_SEED ?? 4);
const minute = 60_000;
const print = (text: string) => process.stdout.write(`${text}\n`);

const work = (job: Job): Promise<Done> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./work.ts', import.meta.url), { workerData: job, execArgv: [] });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the model's thread ended with ${code}`)));
  });

const sum = (lists: [string, number][][]): Map<string, number> => {
  const all = new Map<string, number>();
  for (const [name, count] of lists.flat()) all.set(name, (all.get(name) ?? 0) + count);
  return all;
};
const tableOf = (title: string, counts: Map<string, number>): string =>
  [
    title,
    ...[...counts]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, count]) => `  ${name.padEnd(44)}${String(count).padStart(8)}`),
  ].join('\n');
const namesOf = (all: readonly { name: string }[]): string[] => all.map(({ name }) => name);
const leastOf = (counts: Map<string, number>, names: readonly string[]): number =>
  Math.min(...names.map((name) => counts.get(name) ?? 0));

it(
  `R4: in ${RUNS} histories at a lying server nothing is read, forged, lost or believed that mustn’t be`,
  async ({ annotate }) => {
    const threads = isFull ? availableParallelism() : 1;
    const runs = Math.ceil(RUNS / threads);
    const done = await Promise.all(
      Array.from({ length: threads }, (_, i) => work({ job: 'histories', seed: SEED + i, runs })),
    );
    const counts = (what: keyof Done['counts']) => sum(done.map((one) => one.counts[what]));
    const [verbs, told, found, forged] = [
      counts('verbs'),
      counts('lies'),
      counts('found'),
      counts('forgeries'),
    ];
    const seconds = done.reduce((all, { milliseconds }) => all + milliseconds, 0) / 1000;
    print(
      [
        `${runs * threads} histories, ${seconds.toFixed(0)} s of one core`,
        tableOf('verbs', verbs),
        tableOf('lies', told),
        tableOf('found out', found),
        tableOf('forgeries', forged),
      ].join('\n'),
    );
    expect(done.flatMap(({ failure }) => failure ?? [])).toEqual([]);
    const least = [
      leastOf(verbs, ['enquire', 'enquire of one', ...namesOf(table)]),
      leastOf(told, namesOf(lies)),
      leastOf(forged, namesOf([...forgeries, ...besideForgeries])),
    ];
    await annotate(`${RUNS} histories; of each verb, lie and forgery at least ${least.join(', ')}`, 'figure');
    expect(Math.min(...least)).toBeGreaterThanOrEqual(100);
  },
  isFull ? 180 * minute : 10 * minute,
);

it('R4: without any one rule the model turns red, and with it it doesn’t', async ({ annotate }) => {
  const { rules: done } = await work({ job: 'rules' });
  const red = done.filter(({ withoutIt }) => withoutIt !== null);
  await annotate(`${red.length} of ${rules.length} rules red`, 'figure');
  expect(done.filter(({ withIt }) => withIt !== null)).toEqual([]);
  expect(done.filter(({ withoutIt }) => withoutIt === null).map(({ rule }) => rule)).toEqual([]);
  expect(red).toHaveLength(rules.length);
});

it('R4: what is said twice still stands where it was looked at', () => {
  const source = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
  for (const [file, at] of saidTwice) expect(placeOf(source(file), { file, at })).toBeDefined();
});

it('R4: weights name what there is', () => {
  const names = namesOf([...lies, ...forgeries, ...besideForgeries]);
  expect(Object.keys(seldom).filter((name) => !names.includes(name))).toEqual([]);
});
