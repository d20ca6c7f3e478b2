import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Connection, connectAs } from './open.ts';
import { prepareRole, usualName } from './server-role.ts';

export const migrationsFolder = join(import.meta.dirname, 'migrations');

/** Any number will do, as long as no other use of advisory locks in this database has it. */
const migrating = 7_240_001;

type Migration = { name: string; text: string; hash: string };

/** `NNNN-name.sql` in order. Throws on a gap, a doubled number or a name of another shape. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return names.sort().map((name, index) => {
    const number = String(index + 1).padStart(4, '0');
    if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(name) || !name.startsWith(number))
      throw new Error(`migration ${name} should be named ${number}-….sql`);
    const text = readFileSync(join(folder, name), 'utf8');
    return { name, text, hash: createHash('sha256').update(text).digest('hex') };
  });
}

/**
 * Brings a database up to the newest migration and returns the names applied now. Each runs in a transaction of its
 * own together with the row that records it. Several processes may start at once: one migrates, the others wait.
 *
 * @throws when an applied file has changed since, or the database knows a migration this program does not (it was
 * last run by a newer version), or a migration fails (the ones before it stay, it leaves nothing)
 */
export async function migrate(connection: Connection, folder = migrationsFolder): Promise<string[]> {
  const migrations = readMigrations(folder);
  const client = new pg.Client(connectAs(connection, 'owner'));
  client.on('error', () => {}); // the query under way rejects with it
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrating]);
    const role = await prepareRole(client, connection);
    await client.query(`create table if not exists migrations (
      name text primary key, hash text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ name: string; hash: string }>(
      'select name, hash from migrations order by name',
    );
    refuseStrangers(rows, migrations);
    const pending = migrations.slice(rows.length);
    for (const migration of pending) await apply(client, migration, role);
    return pending.map(({ name }) => name);
  } finally {
    await client.end(); // gives the lock back
  }
}

function refuseStrangers(applied: { name: string; hash: string }[], known: Migration[]): void {
  applied.forEach(({ name, hash }, index) => {
    if (known[index]?.name !== name)
      throw new Error(
        `the database has migration ${name}, which this version does not know: run the newer version`,
      );
    if (known[index].hash !== hash)
      throw new Error(`migration ${name} was changed after it had been applied`);
  });
}

/** The files give rights `to app`; where the server's role has another name, to that one. */
const grantTo = (text: string, role: string) =>
  role === usualName ? text : text.replaceAll(/\bto app\b/g, `to "${role}"`);

async function apply(client: pg.Client, { name, text, hash }: Migration, role: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(grantTo(text, role));
    await client.query('insert into migrations (name, hash) values ($1, $2)', [name, hash]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback').catch(() => {}); // without a connection there is nothing left to roll back
    throw new Error(`migration ${name} failed: ${(cause as Error).message}`, { cause });
  }
}
