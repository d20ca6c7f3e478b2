import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfigProblems } from '@beistand/server/config';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { checkPlace } from './check-place.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'beistand-place-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
const whole = () => ({
  ORIGIN: 'https://beratung.example',
  DATA_DIR: at('data'),
  SECRETS_FILE: at('keys/secrets.json'),
  PORT: '0',
});

async function problems(environment: Record<string, string>, isRoot = false): Promise<readonly string[]> {
  try {
    await checkPlace(environment, { listens: true, isRoot });
    return [];
  } catch (error) {
    return (error as ConfigProblems).problems;
  }
}

test('what will do is left alone, and nothing is made', async () => {
  expect(await problems(whole())).toEqual([]);
  expect(existsSync(at('data'))).toBe(false);
  expect(existsSync(at('keys'))).toBe(false);
});

test('all that is in the way is named at once', async () => {
  writeFileSync(at('a-file'), '');
  mkdirSync(at('a-folder'));
  const other = createServer().listen(0, 'localhost');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as { port: number };
  const found = await problems(
    {
      ...whole(),
      TRUST_PROXY: 'nonsense',
      DATA_DIR: at('a-file'),
      SECRETS_FILE: at('a-folder'),
      PORT: `${port}`,
    },
    true,
  );
  expect(found).toHaveLength(5);
  const all = found.join('\n');
  for (const words of [
    'TRUST_PROXY',
    'runs as root',
    'a-file is a file',
    'a-folder is a folder',
    `Port ${port}`,
  ])
    expect(all).toContain(words);
  expect(await problems({ ...whole(), DATA_DIR: at('a-file/data') })).toHaveLength(1);
  expect((await problems({ ...whole(), HOST: '192.0.2.1' }))[0]).toMatch('no address of this machine');
});

test('secrets that others can read are named before anything starts', async () => {
  writeFileSync(at('open.json'), '{}');
  chmodSync(at('open.json'), 0o644);
  expect(await problems({ ...whole(), SECRETS_FILE: at('open.json') })).toEqual([
    expect.stringContaining('chmod 600'),
  ]);
});
