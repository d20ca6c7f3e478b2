// A real server on a real socket over a real database, and the standing cast in it.
import { randomBytes } from 'node:crypto';
import { type App, type AppOptions, createApp } from '@beistand/server';
import { addOrganisation, inviteAdministrator } from '@beistand/server/operator';
import type { FreshDatabase } from '@beistand/server/testing';
import { testSecrets } from '@beistand/server/testing';
import { toBase64url } from '@beistand/wire';
import { type CentrePlan, centres, franz, topics } from '../cast/people.ts';
import { join, type RaisedCentre, raiseCentre, raiseTopics } from '../cast/raise.ts';
import { invitationPath } from '../centre/invite.ts';
import type { Jar } from '../node.ts';
import type { Self } from '../self.ts';
import type { TabStore } from '../world.ts';
import { type FaultyWorld, faultyWorld } from './faults.ts';
import type { Sent } from './people.ts';
import { roomyLimits } from './roomy-limits.ts';

export type ServedOrganisation = {
  app: App;
  origin: string;
  /** A browser of its own; with a jar and a tab, that one's next page. */
  newWorld: (given?: { jar?: Jar; tab?: TabStore }) => FaultyWorld;
  /** A second process over the same database. */
  another: () => Promise<{ app: App; origin: string }>;
};

export type Organisation = ServedOrganisation & {
  secrets: AppOptions['secrets'];
  administrator: Self;
  topicIds: string[];
  raise: (plan: CentrePlan) => Promise<RaisedCentre>;
  /** What seekers have sent to other organisations of the same cast, and how many have asked the same in this one. */
  sent: Sent;
  asked: Map<string, number>;
  /** Hashes, hex, of the logs that all of them begin with: what was made for one of these holds everywhere. */
  standingLogs: Set<string>;
};

export type ServerOptions = Pick<AppOptions, 'limits' | 'clock' | 'log'> & {
  wrap?: (world: FaultyWorld) => FaultyWorld;
};

/** A server over a database that has an organisation. */
export async function serveOrganisation(
  { app: role, filesFolder }: FreshDatabase,
  secrets: AppOptions['secrets'],
  { wrap = (world) => world, ...appOptions }: ServerOptions = {},
): Promise<ServedOrganisation> {
  const another = async () => {
    const app = await createApp({
      limits: roomyLimits,
      ...appOptions,
      database: role,
      filesFolder,
      secrets,
    });
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    return { app, origin: address.replace('127.0.0.1', 'localhost') };
  };
  const { app, origin } = await another();
  return { app, origin, another, newWorld: (given) => wrap(faultyWorld(origin, given)) };
}

/** With nobody but its administrator in it, from the beginning. */
export async function openOrganisation(
  database: FreshDatabase,
  options?: ServerOptions,
): Promise<Organisation> {
  await database.owner.kysely
    .insertInto('installation')
    .values({ instance: randomBytes(16).toString('hex'), is_trial: false })
    .execute();
  await addOrganisation(database.owner, { name: 'Lindenwerk', host: 'localhost', isDefault: true });
  const secrets = await testSecrets();
  const served = await serveOrganisation(database, secrets, options);
  const { newWorld } = served;
  const invited = await inviteAdministrator(database.owner, 'Lindenwerk');
  if (!invited) throw new Error('the organisation is not there');
  const administrator = await join(newWorld(), invitationPath(toBase64url(invited.invitation)), franz);
  const topicIds = await raiseTopics(administrator, topics);
  const raise = (plan: CentrePlan) => raiseCentre(newWorld, administrator, plan, topicIds);
  const nobodyYet = { sent: new Map(), asked: new Map(), standingLogs: new Set<string>() };
  return { ...served, secrets, administrator, topicIds, raise, ...nobodyYet };
}

export const [altstadt, emmendingen] = centres as [CentrePlan, CentrePlan];
