import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cat, fromHex, hex, keyId, zeros } from '@beistand/wire';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { execute, startTestServer } from '../testing/start-server.ts';
import { asOwner } from './as-owner.ts';
import { migrate, migrationsFolder, readMigrations } from './migrate.ts';
import { connectAs } from './open.ts';
import { serverRole } from './server-role.ts';

const socket = inject('databaseSocket');
let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'migrations-'));
});
afterAll(() => rmSync(root, { recursive: true }));
let count = 0;

/** An empty database and a folder of migrations of its own. */
async function scratch(files: Record<string, string>) {
  count += 1;
  const database = `migrate-${process.pid}-${count}`;
  const folder = join(root, String(count));
  mkdirSync(folder);
  const write = (more: Record<string, string>) => {
    for (const [name, text] of Object.entries(more)) writeFileSync(join(folder, name), text);
  };
  write(files);
  await execute(socket, `create database "${database}" strategy file_copy`);
  onTestFinished(() => execute(socket, `drop database "${database}" with (force)`));
  const ask = async (sql: string) => {
    const client = new pg.Client({ host: socket, database, user: 'owner' });
    await client.connect();
    try {
      return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
    } finally {
      await client.end();
    }
  };
  return { folder, write, ask, run: () => migrate({ socket, database }, folder), database };
}

const first = { '0001-first.sql': 'create table one (n int);' };
const second = { '0002-second.sql': 'create table two (n int); insert into two values (1);' };

test('applies what is new, in order, once', async () => {
  const { run, write, ask } = await scratch(first);
  expect(await run()).toEqual(['0001-first.sql']);
  write(second);
  expect(await run()).toEqual(['0002-second.sql']);
  expect(await run()).toEqual([]);
  expect(await ask('select name from migrations order by name')).toEqual([
    '0001-first.sql',
    '0002-second.sql',
  ]);
});

test('processes that start at once migrate once', async () => {
  const { run, ask } = await scratch({ ...first, ...second });
  const applied = await Promise.all([run(), run(), run()]);
  expect(applied.flat()).toHaveLength(2);
  expect(await ask('select n from two')).toEqual([1]);
});

test('a failing migration leaves nothing of itself and all before it', async () => {
  const { run, write, ask } = await scratch({
    ...first,
    '0002-second.sql': 'create table two (n int); select 1/0;',
  });
  await expect(run()).rejects.toThrow('0002-second.sql failed: division by zero');
  expect(await ask("select relname::text from pg_class where relname in ('one', 'two')")).toEqual(['one']);
  write(second);
  expect(await run()).toEqual(['0002-second.sql']);
});

test('refuses a file that was changed after it had been applied', async () => {
  const { run, write } = await scratch(first);
  await run();
  write({ '0001-first.sql': 'create table one (n bigint);' });
  await expect(run()).rejects.toThrow('0001-first.sql was changed');
});

test('refuses the database of a newer version', async () => {
  const { run, folder } = await scratch({ ...first, ...second });
  await run();
  rmSync(join(folder, '0002-second.sql'));
  await expect(run()).rejects.toThrow('0002-second.sql, which this version does not know');
});

test.each(['0002-second.sql', '0001_first.sql', '1-first.sql'])(
  'refuses the gap or odd name %s',
  async (name) => {
    const { folder } = await scratch({ [name]: '' });
    expect(() => readMigrations(folder)).toThrow('should be named 0001-');
  },
);

// In one database: each migration has a transaction of its own, so what stands after a prefix is the same however often
// it was begun. All at once from nothing is what every other test's database comes from, all but the first comes next.
test('every prefix of the product’s migrations applies, and the rest follows', async () => {
  const names = readMigrations(migrationsFolder).map(({ name }) => name);
  expect(names.length).toBeGreaterThan(0);
  const { run, folder } = await scratch({});
  for (const name of names) {
    cpSync(join(migrationsFolder, name), join(folder, name));
    expect(await run()).toEqual([name]);
  }
  expect(await run()).toEqual([]);
});

test('keys that stand in logs already are their first centre’s', async () => {
  const { run, ask, folder } = await scratch({});
  cpSync(join(migrationsFolder, '0001-conversation.sql'), join(folder, '0001-conversation.sql'));
  await run();
  const id = (n: number) => n.toString(16).padStart(32, '0');
  const key = zeros(1216).fill(7);
  const entry = (type: number) =>
    hex(cat(fromHex('4343504c01'), zeros(52), Uint8Array.of(type), zeros(43), key, zeros(64)));
  await ask(`insert into organisations values ('\\x${id(1)}', 'Lindenwerk', now())`);
  await ask(`insert into centres select id::bytea, '\\x${id(1)}', code, 'Eine', '', '', '', '', 'Europe/Berlin', 'DE-BW', '[]', 0, null, now(), '\\x${id(9)}'
      from (values ('\\x${id(2)}', '00000002'), ('\\x${id(3)}', '00000003')) as centre (id, code)`);
  await ask(`insert into centre_log select id::bytea, idx, '\\x${id(1)}', '\\x${'00'.repeat(32)}', bytes::bytea, at::timestamptz
      from (values ('\\x${id(2)}', 0, '\\x${entry(1)}', '2026-01-01'), ('\\x${id(2)}', 1, '\\x${entry(3)}', '2026-01-03'),
        ('\\x${id(3)}', 0, '\\x${entry(3)}', '2026-01-02')) as entry (id, idx, bytes, at)`);
  cpSync(migrationsFolder, folder, { recursive: true });
  expect(await run()).toEqual(
    readMigrations(migrationsFolder)
      .slice(1)
      .map(({ name }) => name),
  );
  expect(await ask(`select encode(kid, 'hex') || ' ' || encode(centre_id, 'hex') from centre_keys`)).toEqual([
    `${hex(await keyId(key))} ${id(3)}`,
  ]);
});

test('every table that has an organisation is bound by a policy, also for its owner', async () => {
  const { ask, database } = await scratch({});
  await migrate({ socket, database });
  const unbound = await ask(`select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid
    where a.attname = 'organisation_id' and c.relkind = 'r' and c.relname <> 'organisation_hosts'
      and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))`);
  expect(unbound).toEqual([]);
});

/** For what touches roles: those belong to all databases of a server, and the other test files rely on theirs. */
async function ownServer(folder: string) {
  const server = await startTestServer(folder);
  onTestFinished(() => server.stop());
  return server.socket;
}

test('an owner who is no superuser can migrate, and the queue’s schema belongs to the server', async () => {
  const { folder } = await scratch({
    '0001-first.sql': "create table one (n int); grant select on one to app; -- 'app' stays",
  });
  const host = await ownServer(folder);
  await execute(host, 'create role plain login createrole');
  const names: string[] = [];
  // Two installations on one PostgreSQL: each has a role of its own, and keeps it.
  for (const database of ['plain', 'plain_too']) {
    await execute(host, `create database ${database} owner plain`);
    const url = `postgresql://plain@localhost/${database}?host=${encodeURIComponent(host)}`;
    const place = { url, appName: '', appPassword: 'theirs' };
    expect(await migrate(place, folder)).toEqual(['0001-first.sql']);
    const name = (await asOwner(place, serverRole))!;
    expect(name).toMatch(/^beistand_[0-9a-f]{8}$/);
    expect(await migrate(place, folder)).toEqual([]);
    expect(await asOwner(place, serverRole)).toBe(name);
    names.push(name);
    const client = new pg.Client(connectAs({ ...place, appName: name }, 'app'));
    await client.connect();
    onTestFinished(() => client.end());
    await client.query('select n from one');
    await client.query('create table pgboss.queue (n int)');
    await expect(client.query('create table public.queue (n int)')).rejects.toThrow('permission denied');
  }
  expect(new Set(names).size).toBe(2);
});

test('the product’s migrations give elsewhere what they give "app" here, and nothing to "app"', async () => {
  const here = await scratch({});
  await migrate({ socket, database: here.database });
  const { ask, database } = await scratch({});
  const place = {
    url: `postgresql://owner@localhost/${database}?host=${encodeURIComponent(socket)}`,
    appName: '',
    appPassword: 'theirs',
  };
  await migrate(place);
  const role = await asOwner(place, serverRole);
  const rights = `select table_name || ' ' || privilege_type from information_schema.role_table_grants where grantee = `;
  expect(await ask(`${rights} 'app'`)).toEqual([]);
  const given = await ask(`${rights} '${role}' order by 1`);
  expect(given.length).toBeGreaterThan(20);
  expect(given).toEqual(await here.ask(`${rights} 'app' order by 1`));
});

test('an installation whose role is "app" keeps it', async () => {
  const { folder } = await scratch(first);
  const host = await ownServer(folder);
  const place = {
    url: `postgresql://owner@localhost/postgres?host=${encodeURIComponent(host)}`,
    appName: '',
    appPassword: '',
  };
  await execute(host, 'create schema pgboss authorization app');
  expect(await migrate(place, folder)).toEqual(['0001-first.sql']);
  expect(await asOwner(place, serverRole)).toBe('app');
});

test('refuses a server role that could bypass the policies', async () => {
  const { folder } = await scratch(first);
  const socket = await ownServer(folder);
  await execute(socket, 'alter role app bypassrls');
  const run = migrate({ socket, database: 'postgres' }, folder);
  await expect(run).rejects.toThrow('may bypass row-level security');
});
