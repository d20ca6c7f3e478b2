import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type SmallDisk = {
  origin: string;
  /** Of the first administrator. */
  invitation: string;
  fill: () => Promise<void>;
  free: () => Promise<void>;
  stop: () => Promise<void>;
};

/**
 * In a mount namespace of its own a small disk may be mounted by anyone, and inside another one we are nobody special
 * again, as PostgreSQL insists.
 */
const script = `mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec unshare -U --map-user=1000 --map-group=1000 "$@"`;
const inside = (size: string, folder: string, ...command: string[]) => [
  '-Urm',
  'sh',
  '-c',
  script,
  'sh',
  size,
  folder,
  ...command,
];

/** Some machines forbid it (containers without user namespaces); what grows there can be limited all the same. */
export function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'beistand-disk-'));
  const { status } = spawnSync('unshare', inside('1m', folder, 'true'), { stdio: 'ignore' });
  rmSync(folder, { recursive: true });
  return status === 0;
}

/**
 * `disk`: a server whose data lie on a disk of their own that can be filled. `quota`: none of its database's files may
 * grow beyond a size, which nobody has to allow.
 */
export type Small = 'disk' | 'quota';
const megabytes = 220;

export async function startOnSmallDisk(small: Small): Promise<SmallDisk> {
  const folder = mkdtempSync(join(tmpdir(), 'beistand-disk-'));
  const program = fileURLToPath(new URL('./serve-small-disk.ts', import.meta.url));
  const [command, ...args] =
    small === 'disk'
      ? ['unshare', ...inside(`${megabytes}m`, folder, process.execPath, program)]
      : [process.execPath, program];
  const env = {
    ...process.env,
    PORT: '0',
    ORIGIN: 'http://localhost:3000',
    DATA_DIR: join(folder, 'data'),
    SECRETS_FILE: join(folder, 'secrets.json'),
    SMALL: small,
  };
  const child = spawn(command!, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the server on the small disk has ended');
    return value;
  };
  const tell = async (word: string): Promise<void> => {
    child.stdin.write(`${word}\n`);
    await next();
  };
  const origin = await next();
  const invitation = await next();
  return {
    origin,
    invitation,
    fill: () => tell('fill'),
    free: () => tell('free'),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
