import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export type Trial = { origin: string; process: ChildProcess; startedInMs: number; stop: () => Promise<void> };

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, 'localhost', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

async function isWell(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/api/health`)).ok;
  } catch {
    return false; // nobody listens yet
  }
}

/** The same trial as `npm start`, from the command to the first answer; `dataDir` is kept for a second start. */
export async function startTrial(dataDir: string): Promise<Trial> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const from = performance.now();
  const child = spawn(process.execPath, [join(root, 'cli/src/trial.ts')], {
    cwd: root,
    // As in the scripts of package.json.
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: 'node_modules/.compiled',
      PORT: String(port),
      DATA_DIR: dataDir,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.resume();
  const ended = new Promise<never>((_, reject) =>
    child.once('exit', (code) => reject(new Error(`the trial ended (${code}) before it answered`))),
  );
  const answers = (async () => {
    while (!(await isWell(origin))) await new Promise((resolve) => setTimeout(resolve, 20));
  })();
  await Promise.race([answers, ended]);
  ended.catch(() => undefined); // from here on its end is ours
  const startedInMs = performance.now() - from;
  const stop = () =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGINT');
    });
  return { origin, process: child, startedInMs, stop };
}

/** A data folder of this run alone. */
export function scratchFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'beistand-bench-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
