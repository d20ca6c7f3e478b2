import { createServer } from 'node:net';

const mostTries = 20;

const isFree = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });

/** The first free port from `first` on, among 20. Throws when there is none. */
export async function freePort(first: number, host: string): Promise<number> {
  for (let port = first; port < first + mostTries; port++) if (await isFree(port, host)) return port;
  throw new Error(`Ports ${first} to ${first + mostTries - 1} are all in use: set PORT to a free one.`);
}
