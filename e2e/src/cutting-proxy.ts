import { connect, createServer, type Socket } from 'node:net';

/** Stands between browsers and a server and breaks every line off each time so many bytes have gone up. */
export type CuttingProxy = { origin: string; cuts: () => number; close: () => Promise<void> };

/** `at`: how many bytes from browsers bring the next cut, counted from the one before. */
export async function startCuttingProxy(address: string, at: readonly number[]): Promise<CuttingProxy> {
  const to = new URL(address);
  const open = new Set<Socket>();
  const left = [...at];
  let cuts = 0;
  let sinceCut = 0;
  const cut = (): void => {
    cuts += 1;
    sinceCut = 0;
    for (const socket of open) socket.resetAndDestroy();
  };
  const proxy = createServer((browser) => {
    const server = connect(Number(to.port), to.hostname);
    browser.on('data', (part: Buffer) => {
      sinceCut += part.length;
      if (left[0] === undefined || sinceCut < left[0]) return;
      left.shift();
      cut();
    });
    for (const [one, other] of [
      [browser, server],
      [server, browser],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => open.delete(one));
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, 'localhost', resolve));
  const listening = proxy.address();
  return {
    origin: `http://localhost:${typeof listening === 'object' && listening ? listening.port : 0}`,
    cuts: () => cuts,
    close: () => {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => proxy.close(() => resolve()));
    },
  };
}
