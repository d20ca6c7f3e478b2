import type { FastifyInstance } from 'fastify';
import type { World } from '../world.ts';
import { countOrRefuse, prefixNames } from './limits.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The network it came from, by the name of the day; for limits only, never stored. */
    network: string;
  }
}

/**
 * The first check of all: whatever a network asks counts, before anything is read or looked up for it; throws `SLOW`.
 * `isFree` are routes that cost no more than their bytes.
 */
export function countNetworks(app: FastifyInstance, world: World, isFree: (route: string) => boolean): void {
  const nameNetwork = prefixNames(world);
  app.decorateRequest('network', '');
  app.addHook('onRequest', async (request) => {
    request.network = nameNetwork(request.ip);
    if (isFree(request.routeOptions.url ?? '')) return;
    countOrRefuse(world, `all:${request.network}`, world.limits.requests);
  });
}
