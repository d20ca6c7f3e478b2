import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSecrets, nameInstallation } from './secrets.ts';
import { newIdentity } from './testing/identity.ts';
import { useDatabase } from './testing/use-database.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('made once, readable by the owner alone, the same at every start', async () => {
  const path = join(folder, 'deep/er/secrets.json');
  const [first, second] = await Promise.all([loadSecrets(path, true), loadSecrets(path, true)]);
  expect(second).toEqual(first);
  expect(await loadSecrets(path, false)).toEqual(first);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(first.opaqueFakeRecord).toHaveLength(256);
});

test('refused when missing although needed, open to others, or damaged; each names the remedy', async () => {
  const path = join(folder, 'secrets.json');
  await expect(loadSecrets(path, false)).rejects.toThrow('put the file back from its backup');
  await loadSecrets(path, true);
  for (const mode of [0o640, 0o604, 0o644]) {
    chmodSync(path, mode);
    await expect(loadSecrets(path, true)).rejects.toThrow(`chmod 600 ${path}`);
  }
  chmodSync(path, 0o600);
  writeFileSync(path, '{"version":1}');
  await expect(loadSecrets(path, true)).rejects.toThrow('damaged');
});

test('what lies in the wrong place or can’t be read is told from what is missing', async () => {
  mkdirSync(join(folder, 'a-folder'));
  await expect(loadSecrets(join(folder, 'a-folder'), true)).rejects.toThrow('names a file in it');
  const path = join(folder, 'a-file/secrets.json');
  writeFileSync(join(folder, 'a-file'), '');
  await expect(loadSecrets(path, true)).rejects.toThrow("can't be read");
});

test('an installation is bound to its secrets once it has accounts', async () => {
  const { owner } = await useDatabase();
  const mine = await loadSecrets(join(folder, 'mine.json'), true);
  const other = await loadSecrets(join(folder, 'other.json'), true);
  const told = { isTrial: false, path: '/srv/secrets.json' };
  const instance = () => owner.kysely.selectFrom('installation').selectAll().executeTakeFirstOrThrow();
  await nameInstallation(owner, mine, told);
  const first = await instance();
  expect(first.instance).toMatch(/^[0-9a-f]{32}$/);
  await nameInstallation(owner, mine, told);
  expect(await instance()).toEqual(first);
  await nameInstallation(owner, other, told); // nobody depends on the first ones yet
  expect((await instance()).instance).toBe(first.instance);
  const organisation_id = new Uint8Array(16);
  const { account, kid, bundle } = await newIdentity(1);
  await owner.kysely
    .insertInto('organisations')
    .values({ id: organisation_id, name: 'Haus', created_at: new Date() })
    .execute();
  await owner.kysely
    .insertInto('key_bundles')
    .values({ kid, organisation_id, account_id: account, kind: 1, bytes: bundle.bytes })
    .execute();
  await owner.kysely
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
  await expect(nameInstallation(owner, mine, told)).rejects.toThrow('/srv/secrets.json');
  await nameInstallation(owner, other, told);
});
