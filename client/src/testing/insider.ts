// Somebody with SQL and root: changes rows past the server's code, and puts them back when the test has looked.
import { randomBytes } from 'node:crypto';
import { type Account, makeAccount } from '@beistand/crypto';
import type { Database } from '@beistand/server/database';
import { ACCOUNT_KIND, type AccountKind, type Bytes } from '@beistand/wire';
import { expect } from 'vitest';
import type { FaultyWorld } from './faults.ts';

type Value = Bytes | number | string | boolean | Date | null;
type Row = Record<string, Value>;
type Act<T> = () => Promise<T>;

export type Insider = {
  read: (table: string, where: Row, orderBy?: string) => Promise<Row[]>;
  /** Exactly one row, other for as long as `act` takes. */
  swap: <T>(table: string, where: Row, set: Row, act: Act<T>) => Promise<T>;
  /** A row more for as long as `act` takes. */
  insert: <T>(table: string, row: Row, act: Act<T>) => Promise<T>;
  /** Everything that holds, gone for good; answers how many rows. */
  remove: (table: string, where: string, values: Value[]) => Promise<number>;
  set: (table: string, where: Row, set: Row) => Promise<void>;
};

const bound = (value: Value): Value | Buffer => (value instanceof Uint8Array ? Buffer.from(value) : value);

export function insiderOf({ pool }: Database): Insider {
  const run = async (text: string, values: Value[]) => pool.query(text, values.map(bound));
  const holds = (where: Row, from = 1) =>
    Object.keys(where)
      .map((column, i) => `${column} = $${i + from}`)
      .join(' and ');
  const read: Insider['read'] = async (table, where, orderBy) => {
    const order = orderBy ? ` order by ${orderBy}` : '';
    const { rows } = await run(`select * from ${table} where ${holds(where)}${order}`, Object.values(where));
    return rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [
          column,
          Buffer.isBuffer(value) ? Uint8Array.from(value) : (value as Value),
        ]),
      ),
    );
  };
  const set: Insider['set'] = async (table, where, values) => {
    const columns = Object.keys(values).map((column, i) => `${column} = $${i + 1}`);
    const text = `update ${table} set ${columns.join(', ')} where ${holds(where, columns.length + 1)}`;
    const { rowCount } = await run(text, [...Object.values(values), ...Object.values(where)]);
    expect([table, rowCount]).toEqual([table, 1]);
  };
  const remove: Insider['remove'] = async (table, where, values) =>
    (await run(`delete from ${table} where ${where}`, values)).rowCount ?? 0;
  return {
    read,
    set,
    remove,
    swap: async (table, where, values, act) => {
      const [row] = await read(table, where);
      const before = Object.fromEntries(Object.keys(values).map((column) => [column, row![column]!]));
      await set(table, where, values);
      try {
        return await act();
      } finally {
        await set(table, where, before);
      }
    },
    insert: async (table, row, act) => {
      const columns = Object.keys(row);
      const places = columns.map((_, i) => `$${i + 1}`).join(', ');
      await run(`insert into ${table} (${columns.join(', ')}) values (${places})`, Object.values(row));
      try {
        return await act();
      } finally {
        await remove(table, holds(row), Object.values(row));
      }
    },
  };
}

/** An account of the insider's own making, under an id of their choice. */
export const madeUp = (
  kind: AccountKind = ACCOUNT_KIND.staff,
  account: Bytes = random(16),
): Promise<Account> => makeAccount(random(32), { account, kind, createdAt: 0 });

export const random = (length: number): Bytes => Uint8Array.from(randomBytes(length));

/** Calls that carry nothing sealed: all that reads, what a visit and a sign-in need, and "I can't open this epoch". */
const harmless = /^(read|list|key|organisation|consent|tab$|login|recover|askForKeys$)/;

/** How often each browser has sealed a key to somebody: HPKE draws 64 bytes for it, and nothing else does. */
const seals = new WeakMap<FaultyWorld, { count: number }>();

export function countingSeals(world: FaultyWorld): FaultyWorld {
  const drawn = { count: 0 };
  const { random: draw } = world;
  world.random = (length) => {
    if (length === 64) drawn.count += 1;
    return draw(length);
  };
  seals.set(world, drawn);
  return world;
}

/** What somebody's browser does meanwhile ends as `code` (and `detail`) says, sends nothing and seals nothing to anybody. */
export async function expectRefused(
  world: FaultyWorld,
  act: Act<unknown>,
  code: string,
  detail?: string,
): Promise<void> {
  const drawn = seals.get(world)!;
  const before = drawn.count;
  world.calls.length = 0;
  const outcome = await act().then(
    () => null,
    (error: unknown) => error,
  );
  expect(outcome).toMatchObject({ code, ...(detail && { detail }) });
  expect(world.calls.filter((name) => !harmless.test(name))).toEqual([]);
  expect(drawn.count).toBe(before);
}
