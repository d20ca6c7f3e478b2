import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'beistand-serve-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(program: string, args: string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, [join(import.meta.dirname, program), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stdout.on('data', (part) => said.push(String(part)));
  child.stderr.on('data', (part) => said.push(String(part)));
  const [code] = await once(child, 'close');
  return { code, said: said.join('') };
}

test('a start that can’t be names all reasons together, and makes nothing', async () => {
  const dataDir = join(folder, 'data');
  const { code, said } = await run('serve.ts', [], {
    DATA_DIR: dataDir,
    SECRETS_FILE: join(dataDir, 'secrets.json'),
    HOST: '192.0.2.1',
    TRUST_PROXY: 'yes',
  });
  expect(code).toBe(1);
  for (const words of ['ORIGIN is missing', 'outside DATA_DIR', 'HOST 192.0.2.1', 'TRUST_PROXY'])
    expect(said).toContain(words);
  expect(said.includes('runs as root')).toBe(process.getuid?.() === 0);
  expect(existsSync(dataDir)).toBe(false);
  expect((await run('serve.ts', ['--help'], {})).code).toBe(0);
});

test('a reader that goes before all is said is no fault', async () => {
  const child = spawn(
    '/bin/sh',
    ['-c', `"${process.execPath}" "${join(import.meta.dirname, 'main.ts')}" help | true`],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const complained: string[] = [];
  child.stderr.on('data', (part) => complained.push(String(part)));
  await once(child, 'close');
  expect(complained.join('')).toBe('');
});
