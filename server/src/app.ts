import { randomBytes } from 'node:crypto';
import { contract, type Limits, limits as usualLimits } from '@beistand/contract';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance } from 'fastify';
import type { Database } from './database/open.ts';
import { handlers } from './handlers.ts';
import type { Door } from './http/arrive.ts';
import { bind, bindErrors } from './http/bind.ts';
import { openWindows, prefixNames } from './http/limits.ts';
import { organisationByHost } from './http/organisation.ts';
import { transactions } from './http/transact.ts';
import type { Secrets, World } from './world.ts';

export type AppOptions = {
  /** As the role `app`. */
  database: Database;
  secrets: Secrets;
  limits?: Limits;
  clock?: () => number;
  random?: (length: number) => Buffer<ArrayBuffer>;
  /** Addresses of proxies whose `X-Forwarded-…` is believed. */
  trustProxy?: boolean | string;
};

export type App = {
  world: World;
  inject: FastifyInstance['inject'];
  /** Resolves with the address it listens on. */
  listen: (at: { port: number; host?: string }) => Promise<string>;
  close: () => Promise<void>;
};

/** Puts the server together; the one place where anything is chosen for it. Needs a migrated database. */
export async function createApp(options: AppOptions): Promise<App> {
  const { database, secrets, limits = usualLimits, clock = Date.now, random = randomBytes } = options;
  const { instance, is_trial } = await database.kysely
    .selectFrom('installation')
    .select(['instance', 'is_trial'])
    .executeTakeFirstOrThrow();
  const world: World = {
    database: database.kysely,
    transact: transactions(database),
    clock,
    random,
    secrets,
    limits,
    windows: openWindows(clock),
    instance,
    isTrial: is_trial,
    announce: () => {},
  };
  const door: Door = {
    world,
    findOrganisation: organisationByHost(database.kysely, clock),
    nameNetwork: prefixNames(world),
  };
  const app = fastify({ trustProxy: options.trustProxy ?? false, disableRequestLogging: true });
  await app.register(helmet, { global: true, contentSecurityPolicy: false });
  await app.register(cookie);
  bindErrors(app);
  bind(app, door, contract, handlers);
  return {
    world,
    inject: app.inject.bind(app) as FastifyInstance['inject'],
    listen: (at) => app.listen({ host: 'localhost', ...at }),
    close: () => app.close(),
  };
}
