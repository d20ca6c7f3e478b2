import { createServer } from 'node:net';

const mostTries = 20;

/** The error's code when this machine doesn't let us listen there, else null. */
export const whyNotListen = (port: number, host: string): Promise<string | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code = 'ERROR' }: NodeJS.ErrnoException) => resolve(code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });

/** What to do about such a code. */
export function sayWhyNot(code: string, port: number, host: string): string {
  if (code === 'EADDRINUSE') return `Port ${port} is in use: set PORT to another one.`;
  if (code === 'EACCES')
    return `PORT ${port} may not be used by this user (EACCES): take one from 1024 on, with a proxy in front.`;
  if (/^(EADDRNOTAVAIL|ENOTFOUND|EAI_AGAIN|EAFNOSUPPORT)$/.test(code))
    return `HOST ${host} is no address of this machine (${code}): set HOST to one, or leave it out.`;
  return `HOST ${host} and PORT ${port} can't be listened on (${code}).`;
}

/** The first free port from `first` on, among 20. Throws when there is none, or when another one wouldn't help. */
export async function freePort(first: number, host: string): Promise<number> {
  for (let port = first; port < first + mostTries; port++) {
    const code = await whyNotListen(port, host);
    if (code === null) return port;
    if (code !== 'EADDRINUSE') throw new Error(sayWhyNot(code, port, host));
  }
  throw new Error(`Ports ${first} to ${first + mostTries - 1} are all in use: set PORT to a free one.`);
}
