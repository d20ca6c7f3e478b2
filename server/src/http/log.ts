import type { FastifyInstance } from 'fastify';

/**
 * One line per request: hour, method, route pattern, status, milliseconds, code. No address, no path with ids in it, no
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

/** No finer: two lines of one second, one of each side, would say who talks to whom. */
export const hourOf = (at: number): string => `${new Date(at).toISOString().slice(0, 13)}Z`;

export const loggerTo = (stream: { write: (line: string) => void }, clock: () => number) => ({
  stream,
  base: null,
  timestamp: () => `,"hour":"${hourOf(clock())}"`,
  // Fastify's own messages about requests carry address and path: nothing of a request is ever serialised.
  serializers: { req: () => undefined, res: () => undefined, err: () => undefined },
});
