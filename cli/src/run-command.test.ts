import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useDatabase } from '@beistand/server/testing/vitest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from './run-command.ts';

const { connection, owner } = await useDatabase();
let folder = '';
let environment: Record<string, string> & { DATABASE_URL: string };
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'beistand-cli-'));
  environment = {
    ORIGIN: 'https://beratung.example',
    DATA_DIR: join(folder, 'data'),
    SECRETS_FILE: join(folder, 'secrets.json'),
    DATABASE_URL: `postgres://owner@localhost/${connection.database}?host=${encodeURIComponent(connection.socket)}`,
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(args: string[], given: Record<string, string> = environment, isRoot = false) {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await runCommand(args, given, {
    say: (line) => said.push(line),
    complain: (line) => complained.push(line),
    askSecret: () => Promise.reject(new Error('nothing here asks')),
    isRoot,
  });
  return { code, said: said.join('\n'), complained: complained.join('\n') };
}

test('help is no mistake; anything else it doesn’t know is', async () => {
  for (const args of [['help'], ['--help'], ['invite', '-h']]) {
    const { code, said, complained } = await run(args);
    expect([code, complained]).toEqual([0, '']);
    expect(said).toMatch(/organisation add NAME/);
  }
  const wrong = [
    [],
    ['organise'],
    ['organisation', 'remove', 'Lindenwerk'],
    ['organisation', 'add', 'Lindenwerk'],
    ['organisation', 'add', '--host', 'a.example'],
    ['organisation', 'add', 'Lindenwerk', 'again', '--host', 'a.example'],
    ['organisation', 'add', 'Lindenwerk', '--host', 'https://a.example'],
    ['organisation', 'add', 'Lindenwerk', '--host', 'a.example:3000'],
    ['organisation', 'add', 'Lindenwerk', '--host', 'a.example', '--admin', 'x'],
    ['invite'],
    ['invite', '--admin', 'Lindenwerk', '--default'],
    ['invite', '--lead', 'Lindenwerk'],
    ['organisation', 'list', 'Lindenwerk'],
    ['administrator', 'list'],
    ['administrator', 'remove', 'Lindenwerk'],
    ['administrator', 'remove', 'Lindenwerk', 'franz'],
    ['organisation', 'host', 'add', 'Lindenwerk'],
    ['organisation', 'host', 'remove'],
    ['topic', 'add', 'Schulden', '--as', 'franz'],
    ['topic', 'add', 'Schulden', '--promise-hours', '16'],
    ['centre', 'add', 'Altstadt', '--as', 'franz'],
    ['centre', 'add', 'Altstadt', '--as', 'franz', '--state', 'DE-BW', '--open', 'montags'],
    ['centre', 'add', 'Altstadt', '--as', 'franz', '--state', 'DE-BW', '--area', '79'],
  ];
  for (const args of wrong) {
    const { code, said, complained } = await run(args);
    expect([args, code, said]).toEqual([args, 2, '']);
    expect(complained).toMatch(/Usage/);
  }
});

test('options that npm took are asked for again', async () => {
  const { code, complained } = await run(['organisation', 'add', 'Lindenwerk'], {
    ...environment,
    npm_config_host: 'a.example',
  });
  expect(code).toBe(2);
  expect(complained).toContain('npm has kept --host for itself');
});

test('nothing is made as root', async () => {
  const { code, complained } = await run(['organisation', 'list'], environment, true);
  expect([code, complained]).toEqual([2, expect.stringContaining('runs as root')]);
  expect((await run(['help'], {}, true)).code).toBe(0);
});

test('names everything the configuration lacks at once, and touches nothing', async () => {
  const { code, complained } = await run(['invite', '--admin', 'Lindenwerk'], {});
  expect(code).toBe(2);
  for (const name of ['ORIGIN', 'DATA_DIR', 'SECRETS_FILE'])
    expect(complained).toContain(`${name} is missing`);
});

test('adds an organisation and invites its administrator by a link for its host', async () => {
  const unknown = await run(['invite', '--admin', 'Lindenwerk']);
  expect([unknown.code, unknown.complained]).toEqual([1, 'There is no organisation "Lindenwerk".']);

  const added = await run(['organisation', 'add', 'Lindenwerk', '--host', 'Linde.example', '--default']);
  expect(added).toEqual({
    code: 0,
    said: 'Lindenwerk answers at linde.example and at every host nobody has.',
    complained: '',
  });
  expect((await run(['organisation', 'add', 'Ulmenhof', '--host', 'beratung.example'])).code).toBe(0);

  const invited = await run(['invite', '--admin', 'Lindenwerk']);
  expect(invited.code).toBe(0);
  const [, id] = /^https:\/\/linde\.example\/i\/([\w-]{22})$/m.exec(invited.said) ?? [];
  const digest = await crypto.subtle.digest('SHA-256', Buffer.from(id!, 'base64url'));
  const rows = await owner.kysely.selectFrom('invitations').select(['kind', 'id_hash']).execute();
  expect(rows).toEqual([{ kind: 'administrator', id_hash: new Uint8Array(digest) }]);
  expect((await run(['invite', '--admin', 'Ulmenhof'])).said).toMatch(/^https:\/\/beratung\.example\/i\//);
});

test('says what is taken', async () => {
  const add = (...args: string[]) => run(['organisation', 'add', ...args]);
  expect(await add('Lindenwerk', '--host', 'eins.example')).toMatchObject({
    code: 1,
    complained: 'There already is an organisation "Lindenwerk".',
  });
  expect(await add('Eschenhaus', '--host', 'linde.example')).toMatchObject({
    code: 1,
    complained: 'An organisation answers at linde.example already.',
  });
  expect(await add('Eschenhaus', '--host', 'esche.example', '--default')).toMatchObject({
    code: 1,
    complained: 'Another organisation is the default one: leave --default out.',
  });
  const names = await owner.kysely.selectFrom('organisations').select('name').orderBy('name').execute();
  expect(names).toEqual([{ name: 'Lindenwerk' }, { name: 'Ulmenhof' }]);
});

test('lists organisations, and gives and takes their hosts', async () => {
  expect(await run(['organisation', 'host', 'add', 'Lindenwerk', 'Zwei.example'])).toMatchObject({
    code: 0,
    said: 'Lindenwerk answers at zwei.example.',
  });
  expect(await run(['organisation', 'host', 'add', 'Nirgends', 'drei.example'])).toMatchObject({
    code: 1,
    complained: 'There is no organisation "Nirgends".',
  });
  expect((await run(['organisation', 'host', 'add', 'Ulmenhof', 'zwei.example'])).code).toBe(1);
  const list = async () => (await run(['organisation', 'list'])).said.split('\n');
  expect(await list()).toEqual([
    'Lindenwerk',
    '  linde.example (default)',
    '  zwei.example',
    'Ulmenhof',
    '  beratung.example',
  ]);
  const remove = (host: string) => run(['organisation', 'host', 'remove', host]);
  expect(await remove('nirgends.example')).toMatchObject({ code: 1 });
  expect(await remove('beratung.example')).toMatchObject({
    code: 1,
    complained: expect.stringContaining('add another one first'),
  });
  expect(await remove('zwei.example')).toMatchObject({ code: 0 });
  expect(await list()).toHaveLength(4);
});

test('works where the owner is no superuser', async () => {
  const { pool } = owner;
  await pool.query('create role cli_owner login createrole');
  await pool.query('grant app to cli_owner with admin true');
  await pool.query(`do $$ declare t text; begin
    for t in select tablename from pg_tables where schemaname = 'public' loop
      execute format('alter table public.%I owner to cli_owner', t);
    end loop; end $$`);
  await pool.query('grant create on schema public to cli_owner');
  await pool.query(`grant create on database "${connection.database}" to cli_owner`);
  const plain = { ...environment, DATABASE_URL: environment.DATABASE_URL.replace('owner@', 'cli_owner@') };
  try {
    expect(await run(['organisation', 'add', 'Birkenhof', '--host', 'birke.example'], plain)).toMatchObject({
      code: 0,
      complained: '',
    });
    expect(await run(['invite', '--admin', 'Birkenhof'], plain)).toMatchObject({ code: 0, complained: '' });
  } finally {
    await pool.query('reassign owned by cli_owner to owner');
    await pool.query('drop owned by cli_owner');
    await pool.query('drop role cli_owner');
  }
});

test('administrators are listed and removed by what the list shows', async () => {
  const unknown = await run(['administrator', 'list', 'Nirgends']);
  expect([unknown.code, unknown.complained]).toEqual([1, 'There is no organisation "Nirgends".']);
  await run(['organisation', 'add', 'Ulmenhof', '--host', 'ulmenhof.example']);
  const { id } = await owner.kysely
    .selectFrom('organisations')
    .select('id')
    .where('name', '=', 'Ulmenhof')
    .executeTakeFirstOrThrow();
  const none = await run(['administrator', 'list', 'Ulmenhof']);
  expect(none.said).toBe('Nobody administers it.');
  const account = new Uint8Array(16).fill(7);
  const kid = new Uint8Array(32).fill(7);
  const bytes = Buffer.concat([Buffer.from('CCPA\u0001'), Buffer.alloc(1337)]);
  const common = { organisation_id: id, account_id: account };
  await owner.kysely
    .insertInto('key_bundles')
    .values({ ...common, kid, kind: 2, bytes })
    .execute();
  const day = '2026-03-02';
  await owner.kysely
    .insertInto('accounts')
    .values({ id: account, organisation_id: id, kind: 2, kid, created_day: day, last_seen_day: day })
    .execute();
  await owner.kysely
    .insertInto('staff')
    .values({ ...common, name: 'Franz Vogel' })
    .execute();
  await owner.kysely
    .insertInto('administrators')
    .values({ ...common, granted_at: new Date(day) })
    .execute();
  const { said } = await run(['administrator', 'list', 'Ulmenhof']);
  const [shown] = said.split(' ');
  expect(said).toBe(`${Buffer.from(account).toString('base64url')}  Franz Vogel, since 2026-03-02`);
  expect((await run(['administrator', 'remove', 'Ulmenhof', shown!])).code).toBe(0);
  expect((await run(['administrator', 'remove', 'Ulmenhof', shown!])).code).toBe(1);
});
