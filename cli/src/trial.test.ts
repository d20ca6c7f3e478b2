import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'beistand-trial-'));
chmodSync(folder, 0o711); // so that the database's unprivileged user may enter
afterAll(() => rmSync(folder, { recursive: true }));
const program = join(import.meta.dirname, 'trial.ts');

type Started = { child: ChildProcess; said: () => string; says: (words: string) => Promise<void> };

function start(command: string, args: readonly string[], port: string): Started {
  const child = spawn(command, args, {
    env: { ...process.env, DATA_DIR: folder, PORT: port },
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
