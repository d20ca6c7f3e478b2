import { connect, createServer, type Socket } from 'node:net';

export type Line = { origin: string; close: () => Promise<void> };

/**
 * Stands between browsers and a server on this machine; neither notices. `begin` is told of each line as it opens and
 * answers what hears the bytes that go up on it; `open` are all ends that are open.
 */
export async function startProxy(
  address: string,
  begin: (open: ReadonlySet<Socket>) => (part: Buffer) => void,
): Promise<Line> {
  const to = new URL(address);
  const open = new Set<Socket>();
  const proxy = createServer((browser) => {
    const server = connect(Number(to.port), to.hostname);
    browser.on('data', begin(open));
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
  return {
    origin: `http://localhost:${typeof at === 'object' && at ? at.port : 0}`,
    close: () => {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => proxy.close(() => resolve()));
    },
  };
}
