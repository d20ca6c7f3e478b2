import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { App } from '../app.ts';
import type { FreshDatabase } from './fresh-database.ts';

export type ServerProcess = {
  pid: number;
  /** Asked as an app is, over a real socket. */
  inject: App['inject'];
  stop: () => Promise<void>;
};

type Asking = { method: string; url: string; headers: Record<string, string>; payload?: string };

/** What a `Browser` reads of an answer. */
const answerOf = (port: number, { method, url, headers, payload }: Asking) =>
  new Promise((resolve, reject) => {
    const asking = request({ port, host: '127.0.0.1', method, path: url, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({
          statusCode: answer.statusCode,
          cookies: [],
          headers: answer.headers,
          rawPayload: Buffer.concat(parts),
          json: () => JSON.parse(Buffer.concat(parts).toString()),
        }),
      );
    });
    asking.on('error', reject);
    asking.end(payload);
  });

/** The product's server as a process of its own over this database. */
export async function startProcess({ connection }: FreshDatabase): Promise<ServerProcess> {
  const program = fileURLToPath(new URL('./serve.ts', import.meta.url));
  const child = spawn(process.execPath, [program, connection.socket, connection.database], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(Number(line)));
    ended.then(() => reject(new Error('the server process ended before it listened')));
  });
  return {
    pid: child.pid!,
    inject: ((asking: Asking) => answerOf(port, asking)) as unknown as App['inject'],
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}
