import type { FastifyInstance } from 'fastify';

/**
 * One line per request: method, route pattern, status, milliseconds, code. No address, no path with ids in it, no
 * headers, no bodies; the host's name and process id are left out as well.
 */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ...(request.refusedWith && { code: request.refusedWith }),
    });
  });
}

export const loggerTo = (stream: { write: (line: string) => void }) => ({
  stream,
  base: null,
  // Fastify's own messages about requests carry address and path: nothing of a request is ever serialised.
  serializers: { req: () => undefined, res: () => undefined, err: () => undefined },
});
