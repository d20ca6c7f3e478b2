import { connect, createServer, type Socket } from 'node:net';

/** Every byte that goes from browsers to the server, a piece for each connection. */
export type RecordingProxy = { origin: string; requests: () => Buffer[]; close: () => Promise<void> };

/** Stands between browsers and a server on this machine; neither notices. */
export async function startRecordingProxy(address: string): Promise<RecordingProxy> {
  const to = new URL(address);
  const recorded: Buffer[][] = [];
  const open = new Set<Socket>();
  const proxy = createServer((browser) => {
    const server = connect(Number(to.port), to.hostname);
    const parts: Buffer[] = [];
    recorded.push(parts);
    browser.on('data', (part: Buffer) => parts.push(part));
    for (const [one, other] of [
      [browser, server],
      [server, browser],
    ] as const) {
      open.add(one);
      one.pipe(other);
      // Either end may break off at any moment, as browsers do when they close.
      one.on('error', () => other.destroy());
      one.on('close', () => open.delete(one));
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, 'localhost', resolve));
  const at = proxy.address();
  const port = typeof at === 'object' && at ? at.port : 0;
  return {
    origin: `http://localhost:${port}`,
    requests: () => recorded.map((parts) => Buffer.concat(parts)),
    close: () => {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => proxy.close(() => resolve()));
    },
  };
}
