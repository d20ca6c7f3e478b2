import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { dataHome } from './data-home.ts';
import { startEmbedded } from './embedded.ts';
import { forgetful, small } from './embedded-settings.ts';

let root = '';
let options = { settings: { ...small, ...forgetful }, binariesDir: '' };
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'embedded-'));
  chmodSync(root, 0o711);
  options = { ...options, binariesDir: join(root, 'programs') };
  mkdirSync(options.binariesDir, { mode: 0o711 });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const start = async (folder: string, patience = 10) => {
  const database = await startEmbedded(join(root, folder), { ...options, patience });
  onTestFinished(() => database.stop());
  return database;
};

async function ask(host: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ host, user: 'owner', database: 'postgres' });
  client.on('error', () => {}); // the tests kill servers under it; the query itself then rejects
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

/** Resolves once the process is no more (or a zombie). */
async function gone(pid: number): Promise<void> {
  await expect
    .poll(
      () => existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')),
      {
        timeout: 10_000,
      },
    )
    .toBe(false);
}

test('starts, keeps its rows over a stop, and never runs as root', async () => {
  const first = await start('kept');
  await ask(first.socket, 'create table rows as select 42 as n');
  expect(readFileSync(`/proc/${first.pid()}/status`, 'utf8')).not.toMatch(/^Uid:\s+0/m);
  await first.stop();
  await gone(first.pid());
  const second = await start('kept');
  expect(await ask(second.socket, 'select n from rows')).toEqual([42]);
});

test('refuses a second server on the same folder and leaves the first unharmed', async () => {
  const first = await start('single');
  const said: string[] = [];
  const again = startEmbedded(join(root, 'single'), {
    ...options,
    patience: 0,
    say: (line) => said.push(line),
  });
  await expect(again).rejects.toThrow(
    `in use by the Beistand that runs as process ${process.pid}: stop that`,
  );
  expect(said.join()).toMatch('waiting 0 s');
  expect(await ask(first.socket, 'select 1')).toEqual([1]);
});

test('two starts of a new folder at once: one makes it, the other is refused', async () => {
  const [one, two] = await Promise.allSettled([start('race', 0), start('race', 0)]);
  expect([one.status, two.status].sort()).toEqual(['fulfilled', 'rejected']);
});

test('dies with a killed parent, and the next start has every committed row', async () => {
  const folder = join(root, 'orphan');
  const program = `
    import { startEmbedded } from ${JSON.stringify(new URL('embedded.ts', import.meta.url).href)};
    const database = await startEmbedded(${JSON.stringify(folder)}, ${JSON.stringify(options)});
    console.info(JSON.stringify([database.socket, database.pid()]));`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) =>
    createInterface({ input: parent.stdout }).once('line', resolve),
  );
  const [socket, pid]: [string, number] = JSON.parse(line);
  await ask(socket, 'create table rows as select 7 as n');
  parent.kill('SIGKILL');
  await gone(pid);
  const next = await start('orphan');
  expect(await ask(next.socket, 'select n from rows')).toEqual([7]);
});

test('comes back by itself when the server alone is killed', async () => {
  const database = await start('killed');
  await ask(database.socket, 'create table rows as select 9 as n');
  const pid = database.pid();
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => database.pid(), { timeout: 15_000 }).not.toBe(pid);
  expect(await ask(database.socket, 'select n from rows')).toEqual([9]);
});

test('comes back even when it is killed again on its way', async () => {
  const database = await start('twice');
  await ask(database.socket, 'create table rows as select 9 as n');
  const file = join(root, 'twice/data/postmaster.pid');
  const onItsWay = () => (existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) || 0 : 0);
  const first = database.pid();
  process.kill(first, 'SIGKILL');
  await expect.poll(() => [0, first].includes(onItsWay()), { timeout: 15_000, interval: 1 }).toBe(false);
  const second = onItsWay();
  process.kill(second, 'SIGKILL');
  await expect.poll(() => [first, second].includes(database.pid()), { timeout: 15_000 }).toBe(false);
  expect(await ask(database.socket, 'select n from rows')).toEqual([9]);
});

test('reports when a killed server could not be brought back', async () => {
  const database = await start('lost');
  writeFileSync(join(root, 'lost/data/PG_VERSION'), '1\n');
  process.kill(database.pid(), 'SIGKILL');
  expect((await database.lost).message).toMatch('PostgreSQL did not start');
});

test("clears a pid file that names a stranger or another folder's server", async () => {
  const other = await start('other');
  await (await start('stale')).stop();
  for (const pid of [process.pid, other.pid()]) {
    writeFileSync(
      join(root, 'stale/data/postmaster.pid'),
      `${pid}\n${join(root, 'stale/data')}\n1\n5432\n\n\n\n`,
    );
    await (await start('stale')).stop();
  }
  expect(await ask(other.socket, 'select 1')).toEqual([1]);
});

test('a first start killed half-way does not look finished', async () => {
  mkdirSync(join(root, 'half'), { mode: 0o711 });
  const folder = join(root, 'half/fresh');
  await (await start('half/fresh')).stop();
  rmSync(join(folder, 'data'), { recursive: true });
  mkdirSync(join(folder, 'fresh-killed'));
  writeFileSync(join(folder, 'fresh-killed/PG_VERSION'), '18\n');
  const database = await start('half/fresh');
  expect(await ask(database.socket, 'select 1')).toEqual([1]);
  expect(existsSync(join(folder, 'fresh-killed'))).toBe(false);
});

test('a path too long for a socket gets a short one elsewhere', async () => {
  const long = 'a'.repeat(90);
  const database = await start(long);
  expect(Buffer.byteLength(database.socket)).toBeLessThanOrEqual(90);
  expect(database.socket.startsWith(join(root, long))).toBe(false);
  expect(await ask(database.socket, 'select 1')).toEqual([1]);
  await database.stop();
  rmSync(database.socket, { recursive: true });
});

test("a data folder the database's user can't enter: as root the database moves, and says so", async () => {
  const closed = join(root, 'closed');
  const machineDir = join(root, 'machine');
  mkdirSync(closed, { mode: 0o700 });
  const home = dataHome(join(closed, 'data'), machineDir);
  const isRoot = process.getuid?.() === 0;
  expect(home.databaseDir.startsWith(machineDir)).toBe(isRoot);
  expect(home.note === null).toBe(!isRoot);
  const database = await startEmbedded(home.databaseDir, options);
  onTestFinished(() => database.stop());
  expect(await ask(database.socket, 'select 1')).toEqual([1]);
  // Once there, it is found there, even when the way inside has been opened since.
  chmodSync(closed, 0o711);
  expect(dataHome(join(closed, 'data'), machineDir).databaseDir).toBe(home.databaseDir);
});

test('a data folder that was deleted begins anew, wherever its database lies', () => {
  const closed = join(root, 'deleted');
  const machineDir = join(root, 'machine');
  mkdirSync(closed, { mode: 0o700 });
  const dataDir = join(closed, 'data');
  const before = dataHome(dataDir, machineDir).databaseDir;
  mkdirSync(join(before, 'data'), { recursive: true });
  expect(dataHome(dataDir, machineDir).databaseDir).toBe(before);
  rmSync(dataDir, { recursive: true });
  const after = dataHome(dataDir, machineDir).databaseDir;
  expect(existsSync(join(after, 'data'))).toBe(false);
});

test('a database that was put elsewhere before its folder was written down is found again', () => {
  const closed = join(root, 'older');
  const machineDir = join(root, 'machine');
  const dataDir = join(closed, 'data');
  mkdirSync(dataDir, { mode: 0o711, recursive: true });
  chmodSync(closed, 0o700);
  if (process.getuid?.() !== 0) return expect(dataHome(dataDir, machineDir).note).toBeNull();
  const older = join(machineDir, createHash('sha256').update(dataDir).digest('hex').slice(0, 12));
  mkdirSync(join(older, 'data'), { recursive: true });
  writeFileSync(join(dataDir, 'secrets.json'), '{}');
  expect(dataHome(dataDir, machineDir).databaseDir).toBe(older);
  rmSync(dataDir, { recursive: true });
  expect(dataHome(dataDir, machineDir).databaseDir).not.toBe(older);
});

test('as root, refuses to start empty beside data that can no longer be reached', () => {
  const parent = join(root, 'parent');
  mkdirSync(parent, { mode: 0o711 });
  mkdirSync(join(dataHome(join(parent, 'data')).databaseDir, 'data'), { recursive: true });
  chmodSync(parent, 0o700);
  const again = () => dataHome(join(parent, 'data'));
  if (process.getuid?.() === 0) expect(again).toThrow("can't be reached");
  else expect(again().note).toBeNull();
});
