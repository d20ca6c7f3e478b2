// Keys, passwords and proofs of work of the standing cast cost seconds, so a worker makes its people once, as people do
// it, and each of its test files gets a copy: of the database by PostgreSQL, of what their pages hold in memory.
import type { AppOptions } from '@beistand/server';
import { type FreshDatabase, freshDatabase } from '@beistand/server/testing';
import { useDatabase } from '@beistand/server/testing/vitest';
import { type Bytes, fromBase64url, hex } from '@beistand/wire';
import { afterAll, inject } from 'vitest';
import type { CentrePlan } from '../cast/people.ts';
import { type RaisedCentre, raiseCentre } from '../cast/raise.ts';
import { newestView } from '../centre/log.ts';
import type { Jar } from '../node.ts';
import { newSelf, type Self } from '../self.ts';
import { shareOf, useShare } from '../unsent/keep.ts';
import type { FaultyWorld } from './faults.ts';
import {
  altstadt,
  type Organisation,
  openOrganisation,
  type ServerOptions,
  serveOrganisation,
} from './open-organisation.ts';
import type { Sent } from './people.ts';

/** What a page that has judged and unlocked all this holds, apart from the page. */
type Held = { self: Omit<Self, 'world' | 'rooms' | 'outbox'>; jar: Jar; share: Bytes | null };

type Standing = {
  /** Nobody is connected to it any more. */
  template: string;
  secrets: AppOptions['secrets'];
  administrator: Held;
  topicIds: string[];
  sent: Sent;
  raised: { plan: CentrePlan; sheet: RaisedCentre['sheet']; lead: Held; colleagues: Held[] }[];
};

async function hold({ world, rooms: _, outbox: __, ...self }: Self): Promise<Held> {
  return structuredClone({ self, jar: (world as FaultyWorld).jar, share: await shareOf(world) });
}

async function revive(newWorld: Organisation['newWorld'], held: Held): Promise<Self> {
  const { self, jar, share } = structuredClone(held);
  const world = newWorld({ jar });
  if (share) await useShare(world, share);
  return Object.assign(newSelf({ world, ...self }), self);
}

async function reopen(
  database: FreshDatabase,
  { secrets, topicIds, sent, ...standing }: Standing,
  options?: ServerOptions,
): Promise<Organisation> {
  const served = await serveOrganisation(database, secrets, options);
  const { newWorld } = served;
  // However long the worker has been at it, they have just come.
  const proven_at = new Date();
  await database.owner.kysely.updateTable('sessions').set({ proven_at }).execute();
  const again = (held: Held) => revive(newWorld, held);
  const administrator = await again(standing.administrator);
  const raised = new Map<CentrePlan, RaisedCentre>();
  for (const { plan, sheet, lead, colleagues } of standing.raised)
    raised.set(plan, {
      centre: sheet.centre,
      sheet,
      lead: await again(lead),
      colleagues: await Promise.all(colleagues.map(again)),
    });
  return {
    ...served,
    secrets,
    administrator,
    topicIds,
    sent,
    asked: new Map(),
    standingLogs: new Set(
      [...raised.values()].map(({ lead, centre }) =>
        hex(newestView(lead.logs.get(hex(fromBase64url(centre)))!).hash),
      ),
    ),
    raise: async (plan) => raised.get(plan) ?? raiseCentre(newWorld, administrator, plan, topicIds),
  };
}

const standing = new Map<string, Promise<Standing>>();

/** With these centres; each is raised on top of those before it. */
function standingWith(socket: string, plans: CentrePlan[]): Promise<Standing> {
  const name = plans.map(({ fields }) => fields.name).join();
  const known = standing.get(name) ?? standUp(socket, plans);
  standing.set(name, known);
  return known;
}

async function standUp(socket: string, plans: CentrePlan[]): Promise<Standing> {
  const before = plans.length > 0 ? await standingWith(socket, plans.slice(0, -1)) : null;
  const database = await freshDatabase(socket, before?.template);
  const organisation = before ? await reopen(database, before) : await openOrganisation(database);
  const { app, secrets, administrator, topicIds, sent, raise } = organisation;
  const raised: Standing['raised'] = [];
  for (const plan of plans) {
    const { sheet, lead, colleagues } = await raise(plan);
    raised.push({
      plan,
      sheet,
      lead: await hold(lead),
      colleagues: await Promise.all(colleagues.map(hold)),
    });
  }
  const held = { secrets, administrator: await hold(administrator), topicIds, sent, raised };
  await app.close();
  await Promise.all([database.app.close(), database.owner.close()]);
  return { ...held, template: database.connection.database };
}

/**
 * At the top of a test file: an organisation in which the centres of `standing` are raised already, so that `raise`
 * only hands them out. Ended after the file's last test.
 */
export async function useOrganisation({
  standing: plans = [altstadt],
  ...options
}: ServerOptions & { standing?: CentrePlan[] } = {}): Promise<Organisation & { database: FreshDatabase }> {
  const stood = await standingWith(inject('databaseSocket'), plans);
  const database = await useDatabase(stood.template);
  const organisation = await reopen(database, stood, options);
  afterAll(() => organisation.app.close());
  return { ...organisation, database };
}
