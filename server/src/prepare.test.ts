import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { readConfig } from './config.ts';
import { addOrganisation } from './organisations/operator.ts';
import { prepareDatabase } from './prepare.ts';
import { execute } from './testing/start-server.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'prepare-'));
  chmodSync(folder, 0o711); // as root the database's own user must get in
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
/** An environment of its own, and the sentence a start in it ends with, `null` when it succeeds. */
async function place(kind: 'embedded' | 'elsewhere') {
  count += 1;
  const dataDir = join(folder, String(count));
  const environment: Record<string, string> = { DATA_DIR: dataDir };
  if (kind === 'elsewhere') {
    const socket = inject('databaseSocket');
    const name = `prepare-${process.pid}-${count}`;
    await execute(socket, `create database "${name}"`);
    onTestFinished(() => execute(socket, `drop database "${name}" with (force)`));
    environment.DATABASE_URL = `postgres://owner@localhost/${name}?host=${encodeURIComponent(socket)}`;
  }
  const prepare = (isTrial: boolean) => {
    const config = isTrial
      ? readConfig(environment, 'trial')
      : readConfig(
          { ...environment, ORIGIN: 'https://beratung.example', SECRETS_FILE: `${dataDir}.json` },
          'serve',
        );
    return prepareDatabase(config, { isTrial });
  };
  const once = async (isTrial: boolean, hosts: string[] = []): Promise<string | null> => {
    try {
      const { owner, close } = await prepare(isTrial);
      for (const host of hosts) await addOrganisation(owner, { name: `Haus ${host}`, host });
      await close();
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const hosts = async (isTrial: boolean) => {
    const { owner, close } = await prepare(isTrial);
    const rows = await owner.kysely.selectFrom('organisation_hosts').select('host').execute();
    await close();
    return rows.map(({ host }) => host);
  };
  return { dataDir, once, hosts, prepare };
}

test.each(['embedded', 'elsewhere'] as const)(
  '%s: a trial touches no real data, however empty',
  async (kind) => {
    const { once, hosts, dataDir } = await place(kind);
    expect(await once(false)).toBeNull();
    expect(await once(true)).toMatch('holds a real installation');
    expect(await once(false, ['beratung.example'])).toBeNull();
    expect(await once(true)).toMatch(kind === 'embedded' ? dataDir : 'DATABASE_URL');
    expect(existsSync(join(dataDir, 'secrets.json'))).toBe(false);
    expect(await hosts(false)).toEqual(['beratung.example']);
  },
);

test.each(['embedded', 'elsewhere'] as const)('%s: nobody is served from made-up data', async (kind) => {
  const { once, hosts, dataDir } = await place(kind);
  expect(await once(true, ['localhost'])).toBeNull();
  expect(await once(false)).toMatch("holds the trial's made-up people");
  expect(existsSync(`${dataDir}.json`)).toBe(false);
  expect(await hosts(true)).toEqual(['localhost']);
});

test('a data folder inside a clone is no part of it', async () => {
  const { dataDir, once } = await place('elsewhere');
  expect(await once(true)).toBeNull();
  expect(existsSync(join(dataDir, 'secrets.json'))).toBe(true);
  expect(readFileSync(join(dataDir, '.gitignore'), 'utf8')).toBe('*\n');
});

test('secrets made anew before anybody has an account open the server’s role as well', async () => {
  const { dataDir, prepare } = await place('elsewhere');
  const password = async () => {
    const { owner, connection, close } = await prepare(false);
    const name = 'url' in connection ? connection.appName : '';
    const { rows } = await owner.pool.query('select rolpassword from pg_authid where rolname = $1', [name]);
    await close();
    return rows[0].rolpassword;
  };
  const first = await password();
  expect(await password()).toBe(first);
  rmSync(`${dataDir}.json`);
  const second = await password();
  expect(second).toMatch(/^SCRAM-SHA-256/);
  expect(second).not.toBe(first);
});
