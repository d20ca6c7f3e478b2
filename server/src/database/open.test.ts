import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useDatabase } from '../testing/use-database.ts';
import { openDatabase } from './open.ts';

const { app, connection, owner } = await useDatabase();

const value = async (expression: string) =>
  Object.values((await owner.pool.query(`select ${expression}`)).rows[0] as object)[0];

test('values leave the database as the types say', async () => {
  expect(await value("'\\x00ff'::bytea")).toStrictEqual(new Uint8Array([0, 255]));
  expect(await value('9007199254740991::int8')).toBe(2 ** 53 - 1);
  expect(await value("'2026-03-01'::date")).toBe('2026-03-01');
  expect(await value("'2026-03-01T00:00:00Z'::timestamptz")).toEqual(new Date('2026-03-01T00:00:00Z'));
});

test('a bigint that a number would round is refused', async () => {
  await expect(value('9007199254740992::int8')).rejects.toThrow('beyond the integers');
});

test('bytes go in as they come out, also from the middle of a larger array', async () => {
  const bytes = new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 3);
  const { rows } = await owner.pool.query('select $1::bytea as bytes', [bytes]);
  expect(rows[0].bytes).toStrictEqual(new Uint8Array([2, 3]));
});

test('the server waits for nothing without an end', async () => {
  const { rows } = await app.pool.query(
    "select name, setting::int > 0 as ends from pg_settings where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')",
  );
  expect(rows.map(({ ends }) => ends)).toEqual([true, true, true]);
});

test('the server connects as a role that neither owns nor bypasses', async () => {
  const { rows } = await app.pool.query(
    'select current_user as name, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user',
  );
  const none = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false };
  expect(rows).toEqual([{ name: 'app', ...none }]);
  const owned = await app.pool.query(
    "select relname from pg_class where relowner = 'app'::regrole and relkind = 'r'",
  );
  expect(owned.rows).toEqual([]);
  await expect(app.pool.query('create table mine (x int)')).rejects.toThrow('permission denied');
});

test('a parametrised statement is prepared once per connection, at most 500 of them', async () => {
  const database = openDatabase({ connection, role: 'app', max: 1 });
  try {
    // The bytes above have taken one of the names, which all connections of a process share.
    for (let n = 0; n < 520; n += 1)
      for (const value of [1, 2]) await database.pool.query(`select ${n} + $1::int`, [value]);
    const { rows } = await database.pool.query('select count(*) as n from pg_prepared_statements');
    expect(rows).toEqual([{ n: 499 }]);
  } finally {
    await database.close();
  }
});

test('a broken connection is reported, and the next query gets a new one', async () => {
  const broken: Error[] = [];
  const database = openDatabase({ connection, role: 'app', max: 1, onBroken: (error) => broken.push(error) });
  try {
    const pid = async () => (await database.pool.query('select pg_backend_pid() as pid')).rows[0].pid;
    const first = await pid();
    await owner.pool.query('select pg_terminate_backend($1)', [first]);
    await expect.poll(() => broken.length).toBe(1);
    expect(await pid()).not.toBe(first);
  } finally {
    await database.close();
  }
});

test('a connection that breaks inside a transaction rejects that transaction and nothing else', async () => {
  const database = openDatabase({ connection, role: 'app', max: 1, onBroken: () => {} });
  try {
    const work = database.kysely.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
      await owner.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
      await sql`select 1`.execute(transaction);
    });
    await expect(work).rejects.toThrow(/terminat|ECONNRESET|connection error/);
    expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  } finally {
    await database.close();
  }
});
