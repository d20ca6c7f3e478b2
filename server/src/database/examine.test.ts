import { expect, inject, onTestFinished, test } from 'vitest';
import { newIdentity } from '../testing/identity.ts';
import { execute } from '../testing/start-server.ts';
import { examine, whyUnfit } from './examine.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './open.ts';
import { withOrganisation } from './with-organisation.ts';

const fit = {
  version: 16,
  shown: '16.4',
  me: 'beistand',
  database: 'beistand',
  has_role: false,
  makes_roles: true,
  makes_schemas: true,
  makes_tables: true,
};

test('an old PostgreSQL is named, and each missing right with what gives it', () => {
  expect(whyUnfit(fit)).toBeNull();
  expect(whyUnfit({ ...fit, version: 15 })).toBeNull();
  expect(whyUnfit({ ...fit, version: 14, shown: '14.2' })).toMatch(/PostgreSQL 14\.2.*needs 15/);
  expect(whyUnfit({ ...fit, makes_roles: false, has_role: true })).toBeNull();
  const all = whyUnfit({ ...fit, makes_roles: false, makes_schemas: false, makes_tables: false });
  for (const statement of [
    'alter role beistand createrole;',
    'grant create on database beistand to beistand;',
    'grant create on schema public to beistand;',
  ])
    expect(all).toContain(statement);
});

const socket = inject('databaseSocket');
const look = (url: string) => examine({ url, appName: '', appPassword: '' });
const here = (user: string, database: string) =>
  `postgres://${user}@localhost/${database}?host=${encodeURIComponent(socket)}`;

test('what keeps DATABASE_URL from being reached is said with its name', async () => {
  const refusal = async (url: string) => {
    const error = await look(url).then(
      () => null,
      (thrown: Error) => thrown,
    );
    return error?.message ?? '';
  };
  expect(await refusal('postgres://owner@localhost:9/x')).toMatch(
    /^DATABASE_URL: nothing answers at localhost:9 \(ECONNREFUSED\)/,
  );
  expect(await refusal('postgres://owner@nowhere.invalid/x')).toMatch(
    /^DATABASE_URL: no host named nowhere\.invalid/,
  );
  expect(await refusal(here('owner', 'missing'))).toMatch(/has no database "missing"/);
  expect(await refusal(here('stranger', 'postgres'))).toMatch(/doesn't let "stranger" in/);
  expect(await refusal('postgres://owner:secret-phrase@localhost:9/x')).not.toContain('secret-phrase');
});

/** An owner who is no superuser, with a database. */
async function plainOwner(name: string) {
  await execute(socket, `create role ${name} login`);
  await execute(socket, `create database ${name} owner ${name}`);
  onTestFinished(async () => {
    await execute(socket, `drop database ${name} with (force)`);
    await execute(socket, `drop role ${name}`);
  });
  return here(name, name);
}

test('an owner without the right to make roles is told which one', async () => {
  const name = `examine_${process.pid}`;
  const url = await plainOwner(name);
  await expect(look(url)).rejects.toThrow(`alter role ${name} createrole;`);
  await execute(socket, `alter role ${name} createrole`);
  expect(await look(url)).toEqual({ isTrial: null, hasAccounts: false });
});

test('an owner whom the policies bind sees accounts as well', async () => {
  const name = `bound_${process.pid}`;
  const url = await plainOwner(name);
  await execute(socket, `alter role ${name} createrole`);
  const connection = { url, appName: '', appPassword: 'theirs' };
  await migrate(connection);
  const database = openDatabase({ connection, role: 'owner', max: 1 });
  onTestFinished(() => database.close());
  const organisation_id = new Uint8Array(16);
  const organisation = { id: organisation_id, name: 'Haus', created_at: new Date() };
  await database.kysely.insertInto('organisations').values(organisation).execute();
  await database.kysely
    .insertInto('installation')
    .values({ instance: '0'.repeat(32) })
    .execute();
  expect(await look(url)).toEqual({ isTrial: false, hasAccounts: false });
  const { account, kid, bundle } = await newIdentity(1);
  await withOrganisation(database, organisation_id, async (tenant) => {
    await tenant
      .insertInto('key_bundles')
      .values({ kid, organisation_id, account_id: account, kind: 1, bytes: bundle.bytes })
      .execute();
    await tenant
      .insertInto('accounts')
      .values({
        id: account,
        organisation_id,
        kind: 1,
        kid,
        created_day: '2026-03-02',
        last_seen_day: '2026-03-02',
      })
      .execute();
  });
  expect((await look(url)).hasAccounts).toBe(true);
});
