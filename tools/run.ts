import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestRecord } from './test-record.ts';

export const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules/.bin');

export type Ran = { isOk: boolean; output: string };

type OnProgress = (line: string) => void;
/** What a reporter says of each test as it ends begins with this. */
const progress = 'progress ';

/** Runs one of our programs from the root and keeps what it says, stderr too. `onProgress` hears of each test at once. */
export function run(
  command: string,
  args: string[],
  env: Record<string, string> = {},
  onProgress?: OnProgress,
): Promise<Ran> {
  const { promise, resolve } = Promise.withResolvers<Ran>();
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  child.stderr.on('data', (part: Buffer) => parts.push(part));
  if (onProgress)
    createInterface({ input: child.stderr }).on(
      'line',
      (line) => line.startsWith(progress) && onProgress(line.slice(progress.length)),
    );
  child.on('error', (error) => resolve({ isOk: false, output: error.message }));
  child.on('close', (status) => resolve({ isOk: status === 0, output: Buffer.concat(parts).toString() }));
  return promise;
}

export type Tested = Ran & { records: TestRecord[] };

async function runTests(command: string, args: string[], onProgress?: OnProgress): Promise<Tested> {
  const folder = mkdtempSync(join(tmpdir(), 'test-record-'));
  const file = join(folder, 'records.json');
  try {
    const env = { TEST_RECORD: file, ...(onProgress && { TEST_PROGRESS: progress }) };
    const ran = await run(command, args, env, onProgress);
    const records: TestRecord[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
    return { ...ran, records };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const runVitest = (args: string[], onProgress?: OnProgress): Promise<Tested> =>
  runTests(
    'vitest',
    ['run', '--reporter=default', '--reporter=./tools/vitest-reporter.ts', ...args],
    onProgress,
  );

const playwrightConfig = 'e2e/playwright.config.ts';
export const hasBrowserTests = (): boolean =>
  existsSync(join(root, playwrightConfig)) &&
  globSync('e2e/**/*.{e2e,spec,test}.ts', { cwd: root }).length > 0;

export const runPlaywright = (args: string[], onProgress?: OnProgress): Promise<Tested> =>
  runTests(
    'playwright',
    ['test', '-c', playwrightConfig, '--reporter=line,./tools/playwright-reporter.ts', ...args],
    onProgress,
  );
