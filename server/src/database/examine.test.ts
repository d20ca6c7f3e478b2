import { expect, inject, onTestFinished, test } from 'vitest';
import { execute } from '../testing/start-server.ts';
import { examine, whyUnfit } from './examine.ts';

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

test('an owner without the right to make roles is told which one', async () => {
  const name = `examine_${process.pid}`;
  await execute(socket, `create role ${name} login`);
  await execute(socket, `create database ${name} owner ${name}`);
  onTestFinished(async () => {
    await execute(socket, `drop database ${name}`);
    await execute(socket, `drop role ${name}`);
  });
  await expect(look(here(name, name))).rejects.toThrow(`alter role ${name} createrole;`);
  await execute(socket, `alter role ${name} createrole`);
  expect(await look(here(name, name))).toEqual({ isTrial: null, hasAccounts: false });
});
