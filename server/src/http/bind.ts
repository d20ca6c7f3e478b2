import { createHash } from 'node:crypto';
import { type Endpoint, type RefusalBody, refusals } from '@beistand/contract';
import type { Bytes } from '@beistand/wire';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type * as z from 'zod/mini';
import { type Arrival, arrive, type Door } from './arrive.ts';
import type { Announcement, Asked, Handler, Handlers } from './asked.ts';
import { describeFault, refusalOf } from './faults.ts';
import { countRequest } from './limits.ts';
import { Refusal, refuse } from './refuse.ts';
import { setSessionCookie } from './session.ts';

declare module 'fastify' {
  interface FastifyRequest {
    arrival: Arrival | null;
    /** For the log: the code of the refusal, if it came to one. */
    refusedWith: string | null;
  }
}

const nobody = Buffer.alloc(16);

function strictly(shape: z.ZodMiniType | undefined, value: unknown): unknown {
  if (!shape) return Object.keys(value ?? {}).length === 0 ? {} : refuse('FORMAT');
  const parsed = shape.safeParse(value);
  return parsed.success ? parsed.data : refuse('FORMAT');
}

/** Strict UTF-8, then JSON. V8 parses without recursion and the shapes aren't recursive, so depth can't hurt. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return refuse('FORMAT');
  }
}

const typeOf = (request: FastifyRequest) => request.headers['content-type'] ?? '';

function readInput(endpoint: Endpoint, request: FastifyRequest): unknown {
  const body = request.body instanceof Buffer ? request.body : Buffer.alloc(0);
  if (endpoint.input === 'octets') {
    if (!/^application\/octet-stream$/i.test(typeOf(request)) || body.length === 0) refuse('FORMAT');
    return body;
  }
  if (!endpoint.input) {
    if (body.length > 0) strictly(undefined, parseJson(body));
    return undefined;
  }
  if (!/^application\/json\b/i.test(typeOf(request))) refuse('FORMAT');
  return strictly(endpoint.input, parseJson(body));
}

function sendRefusal(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): void {
  request.refusedWith = refusal.code;
  const { code, status, extra } = refusal;
  const body: RefusalBody = { code, sentence: refusals[code][1], ...extra };
  if (extra.after) reply.header('retry-after', extra.after);
  reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
}

/** Routes and refusals that belong to no endpoint: unknown addresses, errors before a handler ran. */
export function bindErrors(app: FastifyInstance): void {
  app.decorateRequest('arrival', null);
  app.decorateRequest('refusedWith', null);
  // Bodies arrive as bytes and are parsed in the handler, strictly and by one parser.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setNotFoundHandler((request, reply) => sendRefusal(request, reply, new Refusal('NOT_FOUND')));
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    if (!refusal) request.log.error({ route: request.routeOptions.url, ...describeFault(error) }, 'fault');
    sendRefusal(request, reply, refusal ?? new Refusal('FAULT'));
  });
}

/** Makes each endpoint of the contract a route. The order of the checks is the specification's (protocol "Server"). */
export function bind<C extends Record<string, Endpoint>>(
  app: FastifyInstance,
  door: Door,
  contract: C,
  handlers: Handlers<NoInfer<C>>,
): void {
  const { world } = door;
  for (const [name, handler] of Object.entries(handlers) as [string, Handler<Endpoint>][]) {
    const endpoint: Endpoint = contract[name]!;
    const isWrite = endpoint.method !== 'GET';
    // A server without organisations yet is well.
    const needsNone = name === 'health';
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      bodyLimit: endpoint.size ?? world.limits.bodyBytes,
      onRequest: async (request) => {
        request.arrival = await arrive(door, request, {
          audience: endpoint.audience,
          isWrite,
          needsNone,
        });
        countRequest(world, name, request.arrival.caller);
      },
      handler: async (request, reply) => {
        const { caller } = request.arrival!;
        const later: Announcement[] = [];
        let sid: Bytes | null | undefined;
        let status = 200;
        const asked: Asked<Endpoint> = {
          world,
          caller,
          me: caller.account ?? nobody,
          params: strictly(endpoint.params, request.params) as Asked<Endpoint>['params'],
          query: strictly(endpoint.query, request.query) as Asked<Endpoint>['query'],
          input: readInput(endpoint, request) as Asked<Endpoint>['input'],
          bodyHash: () =>
            createHash('sha256')
              .update((request.body as Buffer | undefined) ?? '')
              .digest(),
          transact: (work) => world.transact(caller.organisation, work),
          setSession: (next) => {
            sid = next;
          },
          created: () => {
            status = 201;
          },
          announce: (notices) => later.push(...notices),
        };
        const output = await handler(asked);
        // Only now: a transaction that fails after opening a session must not take the old cookie away.
        if (sid !== undefined) setSessionCookie(request, reply, sid);
        // Whoever leaves an account leaves nothing behind; a tab that is forgotten may belong to someone staying.
        // Leaving quickly is a beacon: it keeps the one mark by which the way back stays blank.
        const isBeacon = request.headers['sec-fetch-mode'] === 'no-cors';
        if (sid === null && caller.account && !isBeacon)
          reply.header('clear-site-data', '"cache", "storage"');
        if (later.length > 0) world.announce(caller.organisation, later);
        // What staff change may stand on a public page; they look at it next.
        if (isWrite && caller.kind === 'staff') door.pages.forget(caller.organisation);
        reply.code(status);
        if (endpoint.output === 'octets')
          return reply.type('application/octet-stream').send(Buffer.from(output as Bytes));
        const checked = endpoint.output.safeParse(output);
        if (!checked.success) throw new TypeError(`the output of ${name} is not in its form`);
        return reply.type('application/json; charset=utf-8').send(JSON.stringify(checked.data));
      },
    });
  }
}
