// Server processes over one database, all of which may be killed at any moment and come back by themselves.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type FreshDatabase, freshDatabase, startTestServer } from '@beistand/server/testing';
import { build } from 'vite';

export type Servers = {
  database: FreshDatabase;
  /** One that runs, by turns; the last known when none does. */
  origin: () => string;
  /** Resolves once at least one runs. */
  someUp: () => Promise<void>;
  /** SIGKILL to one that runs, the `which`-th; it starts again at once. False when none does. */
  kill: (which: number) => boolean;
  /** SIGKILL to PostgreSQL; its guard starts it again. False while it is away or coming back. */
  killDatabase: () => boolean;
  stop: () => Promise<void>;
};

type Process = { child: ChildProcess; origin: string | null };

/** The same server in one file, for half of what a start costs is finding and reading five hundred. */
async function bundleOnce(folder: string): Promise<string> {
  const migrations = fileURLToPath(new URL('./migrations', import.meta.resolve('@beistand/server/database')));
  symlinkSync(migrations, join(folder, 'migrations'));
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: { ssr: fileURLToPath(new URL('./serve.ts', import.meta.url)), outDir: folder, emptyOutDir: false },
  });
  return join(folder, 'serve.js');
}

/** A process that is killed never writes its compiled code down; one that ends by itself does it for all of them. */
const compileOnce = (program: string, env: NodeJS.ProcessEnv): void =>
  void spawnSync(process.execPath, [program], { env: { ...env, DATABASE_URL: '' } });

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
  const program = await bundleOnce(folder);
  compileOnce(program, env);
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
      try {
        const lines = readFileSync(join(dirname(socket), 'data/postmaster.pid'), 'utf8').split('\n');
        // One that is killed while it comes back is given up by its guard, which ends the server and says so.
        return lines[7]?.trim() === 'ready' && process.kill(Number(lines[0]), 'SIGKILL');
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== 'ENOENT' && code !== 'ESRCH') throw error;
        return false;
      }
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
