import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { contract, type Limits, limits as usualLimits } from '@beistand/contract';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify';
import { filesIn } from './attachments/files-in.ts';
import type { Connection, Database } from './database/open.ts';
import { handlers } from './handlers.ts';
import type { Door } from './http/arrive.ts';
import { bind, bindErrors } from './http/bind.ts';
import { countNetworks } from './http/count-networks.ts';
import { bindDocuments, type Documents, inertPolicy, isHashed } from './http/documents.ts';
import { describeFault } from './http/faults.ts';
import { keepPages } from './http/keep-pages.ts';
import { openWindows } from './http/limits.ts';
import { loggerTo, logRequests } from './http/log.ts';
import { openapi } from './http/openapi.ts';
import { organisationByHost } from './http/organisation.ts';
import { transactions } from './http/transact.ts';
import { fanoutByDatabase, fanoutInside } from './live/fanout.ts';
import { toHints } from './live/hint.ts';
import { type Hub, openHub } from './live/hub.ts';
import { bindLive } from './live/serve.ts';
import type { Secrets, World } from './world.ts';

export type AppOptions = {
  /** As the role `app`. */
  database: Database;
  secrets: Secrets;
  /** Where sealed files lie; made when missing. Every process of an installation has the same. */
  filesFolder: string;
  /** To tell other processes and hear from them; without it nobody outside this app is told. */
  connection?: Connection;
  limits?: Limits;
  clock?: () => number;
  random?: (length: number) => Buffer<ArrayBuffer>;
  /** Proxies whose `X-Forwarded-…` is believed: addresses, or `loopback`. */
  trustProxy?: string;
  /** Certificate and key, when there is no proxy. */
  tls?: { cert: string; key: string };
  /** Without it the app is its API alone. */
  documents?: Documents;
  /** Where the log goes, one JSON line per call. */
  log?: { write: (line: string) => void };
};

export type App = {
  world: World;
  inject: FastifyInstance['inject'];
  injectWS: FastifyInstance['injectWS'];
  /** The live sockets, with the two works their timers do. */
  hub: Hub;
  /** Resolves with the address it listens on. */
  listen: (at: { port: number; host?: string }) => Promise<string>;
  close: () => Promise<void>;
};

const version = '0.1.0';
const sweepEvery = 15_000;
const beatEvery = 30_000;

/** Puts the server together; the one place where anything is chosen for it. Needs a migrated, named database. */
export async function createApp(options: AppOptions): Promise<App> {
  const { database, secrets, limits = usualLimits, clock = Date.now, random = randomBytes } = options;
  const app = newFastify(options);
  const { instance, is_trial } = await database.kysely
    .selectFrom('installation')
    .select(['instance', 'is_trial'])
    .executeTakeFirstOrThrow();
  const transact = transactions(database);
  const hub = openHub({ clock, limits, random, secrets, transact });
  const fanout = options.connection ? await fanoutByDatabase(options.connection, hub) : fanoutInside(hub);
  const world: World = {
    database: database.kysely,
    transact,
    clock,
    random,
    secrets,
    limits,
    windows: openWindows(clock),
    instance,
    isTrial: is_trial,
    files: filesIn(options.filesFolder, random),
    announce: (_organisation, notices) => fanout.publish(toHints(notices, random)),
  };
  const door: Door = {
    world,
    findOrganisation: organisationByHost(database.kysely, clock),
    pages: keepPages(clock),
  };
  await bindAll(app, door, hub, options.documents);
  const stopTimers = keepTime(app, hub);
  app.addHook('preClose', async () => stopTimers());
  app.addHook('onClose', () => fanout.close());
  await app.ready();
  return {
    world,
    hub,
    inject: app.inject.bind(app) as FastifyInstance['inject'],
    injectWS: app.injectWS,
    async listen({ port, host = 'localhost' }) {
      const address = await app.listen({ port, host });
      // Fastify names the number it bound first; the cookie and the origin go by the name people type.
      return host === 'localhost' ? address.replace(/\/\/[^/]+:/, '//localhost:') : address;
    },
    close: () => app.close(),
  };
}

/** Far beyond any address of ours. */
const longestPath = 1024;

/** Addresses no router can read would pass by every hook; as addresses nobody has they are answered like all those. */
function readable(url: string): string {
  const path = url.split('?', 1)[0]!;
  try {
    if (decodeURIComponent(path).length <= longestPath) return url;
  } catch {} // an escape that stands for no text
  return path.startsWith('/api/') ? '/api/unreadable' : '/unreadable';
}

function newFastify({ trustProxy, tls, log, clock = Date.now }: AppOptions): FastifyInstance {
  const settings = {
    trustProxy: trustProxy ?? false,
    logController: new LogController({ disableRequestLogging: true }),
    // A slow body may not hold a connection for ever; a part of a file takes minutes on a bad line.
    requestTimeout: 300_000,
    routerOptions: { maxParamLength: longestPath },
    rewriteUrl: ({ url = '/', headers }: IncomingMessage) => {
      // Proxies pass on what visitors send under this name unless told not to: `Host` alone names an organisation.
      delete headers['x-forwarded-host'];
      return readable(url);
    },
    logger: log ? loggerTo(log, clock) : false,
    // Fastify's own would give every request a number.
    childLoggerFactory: (logger: unknown) => logger,
    ...(tls && { https: tls }),
  };
  return fastify(settings as FastifyServerOptions);
}

async function bindAll(app: FastifyInstance, door: Door, hub: Hub, documents?: Documents): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: { policy: 'require-corp' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: false,
    // For browsers that the pages don't run in anyway.
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  app.addHook('onRequest', async (request, reply) => {
    // HTTP/1.1 keeps connections without saying so, and a first visit has none of these bytes to spare.
    reply.raw.removeHeader('connection');
    // What a route doesn't say otherwise is kept by nobody and may do nothing.
    reply.headers({ 'cache-control': 'no-store', 'content-security-policy': inertPolicy });
    // Not in a trial: its self-made certificate would bind this machine's name to https for years.
    if (request.protocol === 'https' && !door.world.isTrial)
      reply.header('strict-transport-security', 'max-age=63072000');
  });
  // A refused script would leave half a page, and a file costs what any web server's does.
  countNetworks(app, door.world, isHashed);
  await app.register(cookie);
  bindErrors(app);
  logRequests(app);
  await bindLive(app, door, hub);
  bind(app, door, contract, handlers);
  const description = JSON.stringify(openapi(contract, version));
  app.get('/api/openapi.json', (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(description),
  );
  if (documents) await bindDocuments(app, door, documents);
}

/** A failed sweep or beat is made up for by the next one; the log says that it failed. */
function keepTime(app: FastifyInstance, hub: Hub): () => void {
  const every = (ms: number, name: 'sweep' | 'beat') =>
    setInterval(() => {
      hub[name]().catch((error: unknown) => app.log.error({ work: name, ...describeFault(error) }, 'fault'));
    }, ms).unref();
  const timers = [every(sweepEvery, 'sweep'), every(beatEvery, 'beat')];
  return () => timers.forEach(clearInterval);
}
