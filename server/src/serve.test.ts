import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { addOrganisation } from './organisations/operator.ts';
import { startServer } from './serve.ts';

let folder = '';
let config = readConfig({}, 'trial');
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'serve-'));
  chmodSync(folder, 0o711); // as root the database's own user must get in
  config = { ...readConfig({ DATA_DIR: join(folder, 'data') }, 'trial'), port: 0 };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('starts from nothing, stops whole, and comes back as the same installation', async () => {
  const lines: string[] = [];
  const first = await startServer(config, { isTrial: true, log: { write: (line) => lines.push(line) } });
  expect(first.address).toMatch(/^http:\/\/localhost:\d+$/);
  const health = await fetch(`${first.address}/api/health`);
  expect([health.status, await health.json()]).toEqual([200, { isWell: true }]);
  await addOrganisation(first.owner, { name: 'Lindenwerk', host: 'localhost' });
  const about = async (address: string) => (await fetch(`${address}/api/organisation`)).json();
  const before = await about(first.address);
  expect(before).toMatchObject({ name: 'Lindenwerk', isTrial: true });
  expect(statSync(config.secretsFile).mode & 0o777).toBe(0o600);
  await first.stop();
  await expect(fetch(`${first.address}/api/health`)).rejects.toThrow();
  const second = await startServer(config, { isTrial: true });
  expect(await about(second.address)).toEqual(before);
  await second.stop();
});

test('a start that fails leaves nothing running', async () => {
  const first = await startServer(config, { isTrial: true });
  const port = Number(new URL(first.address).port);
  await first.stop();
  const second = await startServer({ ...config, port }, { isTrial: true });
  await expect(startServer({ ...config, dataDir: join(folder, 'other'), port })).rejects.toThrow(
    'EADDRINUSE',
  );
  expect((await fetch(`${second.address}/api/health`)).status).toBe(200);
  await second.stop();
});
