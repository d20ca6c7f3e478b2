// PostgreSQL from the npm binaries: reachable by a unix socket only, unprivileged even when we are root, and gone when
// we are gone, however we went. Linux only (flock, /proc); elsewhere DATABASE_URL names a server.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { refuseForeignFolder, socketFolder } from './data-home.ts';
import { embeddedBinaries } from './embedded-binaries.ts';
import { durable, fixed, type Settings, small } from './embedded-settings.ts';
import { type RunAs, unprivilegedUser } from './unprivileged.ts';

export type Embedded = {
  /** Folder of the unix socket: `host` for pg. Superuser `owner`, no password. */
  readonly socket: string;
  /** Process id of the server now running; another one after it was restarted. */
  readonly pid: () => number;
  /** Resolves with the reason when the server ended by itself and could not be brought back. Never rejects. */
  readonly lost: Promise<Error>;
  /** Shuts down (connections are ended) and waits until the server is gone. */
  readonly stop: () => Promise<void>;
};

export type EmbeddedOptions = {
  settings?: Settings;
  /** Where the programs are copied to; shared between databases if given, else beside the data. */
  binariesDir?: string;
  /** Seconds to wait for another server of this folder to go before refusing. */
  patience?: number;
  /** Lines for the one who starts it. */
  say?: (line: string) => void;
};

/**
 * The shell between us and PostgreSQL. It takes the folder's lock (kept open by the server and its children, so the
 * lock falls exactly when the last of them is gone), waits for our word, starts the server, and holds the read end of
 * our pipe: when we die, it reads the end of it and shuts the server down (SIGINT is PostgreSQL's fast shutdown).
 */
const guard = `
exec 5>>"$1" || exit 74
flock -n 5 || { echo waiting; flock -w "$2" 5; } || { echo held; exit 75; }
echo locked
read -r word || exit 0
shift 2
exec 3<&0 4>&1
"$@" </dev/null 3<&- & server=$!
echo "pid $server" >&4
{ cat <&3 >/dev/null; kill -INT $server 2>/dev/null; } 5>&- & watch=$!
wait $server; status=$?
kill $watch 2>/dev/null
exit $status`;

const environment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/**
 * Starts the database of a folder, making it first when it is new.
 *
 * @param databaseDir made when missing; as root it must be reachable by the unprivileged user (see `dataHome`)
 * @throws when another server uses the folder, or PostgreSQL does not start (its last words are in the message)
 */
export async function startEmbedded(databaseDir: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  const { settings = { ...small, ...durable }, patience = 10, say = () => {} } = options;
  const runAs = unprivilegedUser();
  ownFolder(databaseDir, runAs);
  const socket = socketFolder(databaseDir);
  const programs = embeddedBinaries(options.binariesDir ?? databaseDir);
  const start = () => startOnce({ databaseDir, socket, programs, settings, patience, runAs, say });

  let running = await start();
  let isStopping = false;
  const { promise: lost, resolve: reportLost } = Promise.withResolvers<Error>();
  const watch = async () => {
    while (!isStopping) {
      await running.ended;
      if (isStopping) return;
      running = await startAgain(start);
    }
    running.end(); // stop() was called while a crashed server was being replaced
    await running.ended;
  };
  const watching = watch().catch(reportLost);
  const stop = async () => {
    isStopping = true;
    running.end();
    await watching;
  };
  return { socket, pid: () => running.pid, lost, stop };
}

/** Killed while it came back, it left a start that failed, and the next one recovers from both. */
async function startAgain(start: () => Promise<Running>): Promise<Running> {
  for (let triesLeft = 3; ; triesLeft--)
    try {
      return await start();
    } catch (error) {
      if (triesLeft === 1) throw error;
    }
}

type Start = {
  databaseDir: string;
  socket: string;
  programs: string;
  settings: Settings;
  patience: number;
  runAs: RunAs;
  say: (line: string) => void;
};
type Running = { pid: number; ended: Promise<void>; end: () => void };

async function startOnce(start: Start): Promise<Running> {
  const { databaseDir, socket, programs, settings, runAs } = start;
  const data = join(databaseDir, 'data');
  const flags = Object.entries({ ...settings, ...fixed, unix_socket_directories: socket });
  const server = [
    join(programs, 'bin/postgres'),
    '-D',
    data,
    ...flags.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const lock = [join(databaseDir, 'lock'), String(start.patience)];
  // `detached`: Ctrl+C at the terminal reaches us alone, and we end the server in our own order.
  const child = spawn('/bin/sh', ['-c', guard, 'guard', ...lock, ...server], {
    ...runAs,
    cwd: '/',
    env: environment,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const words = listen(child);
  const end = () => child.stdin?.end();
  child.stdin?.on('error', () => {}); // the guard has ended; `words.ended` says so
  void words.ended.then(end); // otherwise the guard's own `cat` would outlive a server that died by itself
  try {
    if ((await words.next('locked', 'waiting')) === 'waiting') {
      start.say(
        `The database in ${databaseDir} is in use${userOf(data)}; waiting ${start.patience} s for it …`,
      );
      if ((await words.next('locked', 'held')) === 'held') throw inUse(databaseDir, data);
    }
    if (!existsSync(join(data, 'PG_VERSION'))) makeCluster(start, data);
    removeStalePidFile(data);
    ownFolder(socket, runAs);
    // The lock is ours, so nothing here is alive: a socket left behind by a crash would only block the start.
    for (const left of readdirSync(socket)) rmSync(join(socket, left), { recursive: true, force: true });
    child.stdin?.write('start\n');
    const pid = Number((await words.next('pid ')).slice('pid '.length));
    await words.ready();
    return { pid, ended: words.ended, end };
  } catch (error) {
    end();
    await words.ended;
    throw error;
  }
}

/** What the guard says on stdout, line by line, and when the server says it is ready on stderr. */
function listen(child: ChildProcess) {
  let last = '';
  const reason = (status: number | string | null) =>
    new Error(`PostgreSQL did not start (${status}): ${last.trim()}`);
  const failed = new Promise<never>((_, fail) => {
    child.once('error', fail);
    child.once('close', (status, signal) => fail(reason(status ?? signal)));
  });
  failed.catch(() => {}); // whoever waits for a word sees it; afterwards an end is `ended`, not a failure
  const ended = new Promise<void>((done) => {
    child.once('error', () => done());
    child.once('exit', () => done());
  });
  const ready = new Promise<void>((done) => {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      last = (last + text).slice(-4000);
      if (last.includes('ready to accept connections')) done();
    });
  });
  const lines: string[] = [];
  let wake = () => {};
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      wake();
    });
  const next = async (...starts: string[]): Promise<string> => {
    for (;;) {
      const line = lines.find((l) => starts.some((s) => l.startsWith(s)));
      if (line) return line;
      await Promise.race([failed, new Promise<void>((resolve) => (wake = resolve))]);
    }
  };
  return { next, ready: () => Promise.race([ready, failed]), ended };
}

/** initdb writes PG_VERSION early, so a killed one would look finished: it works aside and is renamed when whole. */
function makeCluster({ databaseDir, programs, settings, runAs }: Start, data: string): void {
  for (const left of readdirSync(databaseDir))
    if (left.startsWith('fresh-')) rmSync(join(databaseDir, left), { recursive: true, force: true });
  const fresh = mkdtempSync(join(databaseDir, 'fresh-'));
  if (runAs.uid !== undefined) chownSync(fresh, runAs.uid, runAs.gid);
  const shape = [
    '-U',
    'owner',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  const args = [
    '-D',
    fresh,
    ...shape,
    '--no-instructions',
    ...(settings.fsync === 'off' ? ['--no-sync'] : []),
  ];
  const made = spawnSync(join(programs, 'bin/initdb'), args, {
    ...runAs,
    cwd: '/',
    env: environment,
    encoding: 'utf8',
  });
  if (made.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);
  }
  rmSync(data, { recursive: true, force: true });
  renameSync(fresh, data);
}

/**
 * PostgreSQL refuses to start when its pid file names any living process of the same user, and after a crash the
 * number may belong to a stranger. Only a server of this very folder (compared by its -D argument), started by
 * other means than ours and so without our lock, is a reason to stop.
 */
function removeStalePidFile(data: string): void {
  if (isServerOf(data)) throw inUse(dirname(data), data);
  rmSync(join(data, 'postmaster.pid'), { force: true });
}

function isServerOf(data: string): boolean {
  const pid = pidIn(data);
  if (!pid) return false;
  const [program = '', ...args] = readIfThere(`/proc/${pid}/cmdline`).split('\0');
  return basename(program) === 'postgres' && args[args.indexOf('-D') + 1] === data;
}

const pidIn = (data: string) => Number(readIfThere(join(data, 'postmaster.pid')).split('\n', 1)[0]);

const parentOf = (pid: number) =>
  Number(/^PPid:\s+(\d+)/m.exec(readIfThere(`/proc/${pid}/status`))?.[1] ?? 0);

/** Whom to stop: the Beistand above the guard above PostgreSQL, as far as there still is one. */
function userOf(data: string): string {
  const pid = pidIn(data);
  const starter = pid && isServerOf(data) ? parentOf(parentOf(pid)) : 0;
  if (starter > 1) return ` by the Beistand that runs as process ${starter}`;
  return pid ? ` by PostgreSQL, process ${pid}` : '';
}

const inUse = (databaseDir: string, data: string) =>
  new Error(`The database in ${databaseDir} is in use${userOf(data)}: stop that, or name another DATA_DIR.`);

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // no such file or process: exactly what the caller asks
  }
}

function ownFolder(folder: string, runAs: RunAs): void {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o711 });
  const isNew = !existsSync(folder);
  if (isNew) mkdirSync(folder, { mode: 0o700 });
  if (isNew && runAs.uid !== undefined) chownSync(folder, runAs.uid, runAs.gid);
  refuseForeignFolder(folder, runAs);
}
