import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'beistand-trial-'));
  chmodSync(folder, 0o711); // so that the database's unprivileged user may enter
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const program = join(import.meta.dirname, 'trial.ts');

type Started = { child: ChildProcess; said: () => string; says: (words: string) => Promise<void> };

function start(
  command: string,
  args: readonly string[],
  port: string,
  more: Record<string, string> = {},
): Started {
  const child = spawn(command, args, {
    env: { ...process.env, DATA_DIR: folder, PORT: port, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  let look = () => {};
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (more) => {
      text += String(more);
      look();
    });
  const ended = once(child, 'close');
  const says = (words: string) =>
    new Promise<void>((resolve, reject) => {
      look = () => void (text.includes(words) && resolve());
      ended.then(() => reject(new Error(`it ended and only said:\n${text}`)));
      look();
    });
  return { child, said: () => text, says };
}

const originIn = (said: string) => /^ +Home +(http:\S+)$/m.exec(said)?.[1];

test('first start to Ctrl+C, then the same again with everything still there', {
  timeout: 120_000,
}, async () => {
  const first = start(process.execPath, [program], '0');
  await first.says('Ctrl+C');
  const origin = originIn(first.said());
  expect((await fetch(`${origin}/api/health`)).status).toBe(200);
  expect((await fetch(`${origin}/`)).headers.get('content-type')).toMatch('text/html');
  for (const words of ['First start', 'blauer-otter-4821', 'Clara Keller', `${origin}/a/`])
    expect(first.said()).toContain(words);
  const topics = await (await fetch(`${origin}/api/topics`)).text();
  first.child.kill('SIGINT');
  expect(await once(first.child, 'exit')).toEqual([0, null]);

  // Below a shell, as npm runs it: when that is gone, so is the server.
  const second = start('/bin/sh', ['-c', `"${process.execPath}" "${program}"; true`], '0');
  await second.says('Ctrl+C');
  expect(second.said()).not.toContain('First start');
  const again = originIn(second.said());
  expect(await (await fetch(`${again}/api/topics`)).text()).toBe(topics);
  second.child.kill('SIGKILL');
  await second.says('Stopping');
});

test('a port that is taken is named, before anything is begun', async () => {
  const other = createServer().listen(0, 'localhost');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as { port: number };
  const refused = start(process.execPath, [program], String(port));
  const [code] = await once(refused.child, 'close');
  expect([code, refused.said()]).toEqual([1, `Port ${port} is in use: set PORT to another one.\n`]);
});

test('help, what npm kept for itself, and a real installation’s environment: nothing is begun', async () => {
  const dataDir = join(folder, 'untouched');
  const outcome = async (args: string[], more: Record<string, string>) => {
    const { child, said } = start(process.execPath, [program, ...args], '0', { DATA_DIR: dataDir, ...more });
    const [code] = await once(child, 'close');
    return [code, said()];
  };
  expect(await outcome(['--help'], {})).toEqual([0, expect.stringContaining('npm start -- --lan')]);
  expect(await outcome(['--nonsense'], {})).toEqual([1, expect.stringContaining('--nonsense')]);
  expect(await outcome([], { npm_config_lan: 'true' })).toEqual([
    1,
    expect.stringContaining('npm start -- --lan'),
  ]);
  const real = { ORIGIN: 'https://beratung.example', SECRETS_FILE: join(folder, 'real.json') };
  expect(await outcome([], real)).toEqual([1, expect.stringContaining('npm run serve')]);
  expect(await outcome([], { DATA_DIR: join(program, 'data') })).toEqual([
    1,
    expect.stringContaining('is a file'),
  ]);
  expect(existsSync(dataDir)).toBe(false);
});
