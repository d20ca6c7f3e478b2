// P5: first visits with a cold cache on a slow phone. Bytes leave out the worker's script and what it fetches (word
// list, names, filter), which are counted apart; ready = the control is wired (`[data-ready]`) and reachable.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ada } from '@beistand/client/cast/people';
import type { Page } from '@playwright/test';
import { median, printFigure } from './figure.ts';
import { type Phone, type Seen, visit } from './measure-page.ts';
import { scratchFolder, startTrial } from './trial.ts';

const RUNS = 5;
const phone: Phone = { cpu: 4 };
const oldPhone: Phone = { cpu: 20 };

const isOfWorker = (path: string): boolean =>
  /worker|words|names|common-passwords|\.txt$|\.json$|\.wasm$/.test(path) && path.startsWith('/assets/');
const bytesOf = ({ responses }: Seen): number =>
  responses.filter(({ path }) => !isOfWorker(path)).reduce((sum, { bytes }) => sum + bytes, 0);
const round = (value: number): number => Math.round(value);

async function measure(name: string, url: string, ready: string, withOldPhone: boolean): Promise<void> {
  const visits: Seen[] = [];
  for (let i = 0; i < RUNS; i++) visits.push(await visit(url, ready, phone));
  printFigure({
    name: `P5-${name}-bytes`,
    figure: round(median(visits.map(bytesOf))),
    unit: 'B',
    runs: RUNS,
  });
  printFigure({
    name: `P5-${name}-ms`,
    figure: round(median(visits.map(({ readyMs }) => readyMs))),
    unit: 'ms',
    runs: RUNS,
  });
  printFigure({
    name: `P5-${name}-tbt-ms`,
    figure: round(median(visits.map(({ blockedMs }) => blockedMs))),
    unit: 'ms',
    runs: RUNS,
  });
  printFigure({
    name: `P5-${name}-blocked-from-start-ms`,
    figure: round(median(visits.map(({ blockedFromStartMs }) => blockedFromStartMs))),
    unit: 'ms',
    runs: RUNS,
  });
  if (!withOldPhone) return;
  const slow: number[] = [];
  for (let i = 0; i < RUNS; i++) slow.push((await visit(url, ready, oldPhone)).readyMs);
  printFigure({ name: `P5-${name}-ms-20x`, figure: round(median(slow)), unit: 'ms', runs: RUNS });
}

/** From pressing the button to a conversation that can be written in. */
async function signIn(page: Page): Promise<number> {
  await page.locator('input[name="name"]').fill(ada.name);
  await page.locator('input[name="phrase"]').fill(ada.phrase);
  const from = performance.now();
  await page.locator('form button[type="submit"]').click();
  await page.locator('[role="log"]').waitFor();
  await page.locator('[data-ready] textarea, textarea[data-ready]').first().waitFor();
  return performance.now() - from;
}

async function measureInside(origin: string): Promise<void> {
  const visits: { bytes: number; ms: number }[] = [];
  for (let i = 0; i < RUNS; i++) {
    const seen = await visit(`${origin}/s`, '[data-ready]', phone, signIn);
    visits.push({ bytes: bytesOf(seen), ms: seen.actMs });
  }
  printFigure({
    name: 'P5-inside-bytes',
    figure: round(median(visits.map(({ bytes }) => bytes))),
    unit: 'B',
    runs: RUNS,
  });
  printFigure({
    name: 'P5-inside-ms',
    figure: round(median(visits.map(({ ms }) => ms))),
    unit: 'ms',
    runs: RUNS,
  });
}

function printWorkerBytes(): void {
  const assets = join(import.meta.dirname, '../../web/dist/client/assets');
  const files = readdirSync(assets).filter((name) => /(worker.*\.js|\.wasm)\.br$/.test(name));
  const figure = files.reduce((sum, name) => sum + readFileSync(join(assets, name)).length, 0);
  printFigure({ name: 'P5-worker-bytes', figure, unit: 'B', runs: 1 });
}

const folder = scratchFolder();
const trial = await startTrial(folder.path);
try {
  const { topics } = (await (await fetch(`${trial.origin}/api/topics`)).json()) as {
    topics: [{ code: string }];
  };
  await measure('topic', `${trial.origin}/a/${topics[0].code}`, 'input', false);
  await measure('write', `${trial.origin}/w`, '[data-ready] textarea', true);
  await measure('signin', `${trial.origin}/s`, '[data-ready]', true);
  await measureInside(trial.origin);
  printWorkerBytes();
} finally {
  await trial.stop();
  folder.remove();
}
