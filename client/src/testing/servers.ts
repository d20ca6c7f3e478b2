// Server processes over one database, all of which may be killed at any moment and come back by themselves.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type FreshDatabase, freshDatabase, startTestServer } from '@beistand/server/testing';

export type Servers = {
  database: FreshDatabase;
  /** One that runs, by turns; the last known when none does. */
  origin: () => string;
  /** Resolves once at least one runs. */
  someUp: () => Promise<void>;
  /** SIGKILL to one that runs, the `which`-th; it starts again at once. False when none does. */
  kill: (which: number) => boolean;
  /** SIGKILL to PostgreSQL; its guard starts it again. */
  killDatabase: () => void;
  stop: () => Promise<void>;
};

type Process = { child: ChildProcess; origin: string | null };
const program = fileURLToPath(new URL('./serve.ts', import.meta.url));

/** A process that is killed never writes its compiled code down; one that ends by itself does it for all of them. */
const compileOnce = (env: NodeJS.ProcessEnv): void => {
  const code = "await import('@beistand/server/serve')";
  spawnSync(process.execPath, ['--input-type=module', '-e', code], { env, cwd: dirname(program) });
};

export async function startServers(count: number): Promise<Servers> {
  const postgres = await startTestServer();
  const database = await freshDatabase(postgres.socket);
  const folder = mkdtempSync(join(tmpdir(), 'beistand-servers-'));
  chmodSync(folder, 0o711);
  const { socket, database: name } = database.connection;
  const env = {
    ...process.env,
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
    PORT: '0',
    ORIGIN: 'http://localhost:3000',
    DATA_DIR: join(folder, 'data'),
    SECRETS_FILE: join(folder, 'secrets.json'),
    DATABASE_URL: `postgres://owner@localhost/${name}?host=${encodeURIComponent(socket)}`,
  };
  let isStopping = false;
  let wake = Promise.withResolvers<void>();
  let lastOrigin = '';
  let turn = 0;
  const processes: Process[] = [];
  const up = () => processes.filter(({ origin }) => origin !== null);

  const start = (at: number): void => {
    const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    const one: Process = { child, origin: null };
    processes[at] = one;
    createInterface({ input: child.stdout }).on('line', (line) => {
      one.origin = line;
      lastOrigin = line;
      wake.resolve();
      wake = Promise.withResolvers();
    });
    child.once('exit', () => {
      one.origin = null;
      if (!isStopping) start(at);
    });
  };
  const someUp = async (): Promise<void> => {
    while (up().length === 0) await wake.promise;
  };
  compileOnce(env);
  // One after the other: only the first makes the secrets.
  for (let at = 0; at < count; at++) {
    start(at);
    while (!processes[at]!.origin) await wake.promise;
  }
  return {
    database,
    someUp,
    origin: () => {
      const running = up();
      turn += 1;
      return running[turn % running.length]?.origin ?? lastOrigin;
    },
    kill: (which) => {
      const running = up();
      return running[which % running.length]?.child.kill('SIGKILL') ?? false;
    },
    killDatabase: () => {
      const [pid] = readFileSync(join(dirname(socket), 'data/postmaster.pid'), 'utf8').split('\n');
      process.kill(Number(pid), 'SIGKILL');
    },
    stop: async () => {
      isStopping = true;
      await Promise.all(
        processes.map(async ({ child }) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const ended = new Promise((resolve) => child.once('exit', resolve));
          child.kill('SIGKILL');
          await ended;
        }),
      );
      await database.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
