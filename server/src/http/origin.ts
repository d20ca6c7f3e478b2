import type { FastifyRequest } from 'fastify';
import { refuse } from './refuse.ts';

const localNames = /^(localhost|127\.0\.0\.1|\[::1\]|[a-z0-9-]+\.localhost)$/;

/** True where browsers treat plain http as a secure context: this machine, and nothing else. */
export const isLocal = (request: FastifyRequest): boolean =>
  request.protocol === 'http' && localNames.test(request.hostname);

/** What the address bar of our own pages says. Behind a proxy this is what the proxy was asked. */
const originOf = (request: FastifyRequest): string =>
  `${isLocal(request) ? 'http' : 'https'}://${request.host}`.toLowerCase();

/**
 * Only our own pages may write or open a socket: browsers name the page's origin on every such request, and a missing
 * one is no browser of a visitor. Throws `ORIGIN`.
 */
export function refuseForeignOrigin(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (request.headers.origin !== originOf(request) || (site !== undefined && site !== 'same-origin'))
    refuse('ORIGIN');
}
