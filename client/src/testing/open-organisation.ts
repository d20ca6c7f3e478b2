// A real server on a real socket over a real database, and the standing cast in it.
import { randomBytes } from 'node:crypto';
import { limits } from '@beistand/contract';
import { type App, createApp } from '@beistand/server';
import { addOrganisation, inviteAdministrator } from '@beistand/server/operator';
import type { FreshDatabase } from '@beistand/server/testing';
import { testSecrets } from '@beistand/server/testing';
import { toBase64url } from '@beistand/wire';
import { type CentrePlan, centres, franz, topics } from '../cast/people.ts';
import { join, type RaisedCentre, raiseCentre, raiseTopics } from '../cast/raise.ts';
import { invitationPath } from '../centre/invite.ts';
import { nodeWorld } from '../node.ts';
import type { Self } from '../self.ts';
import type { ClientWorld } from '../world.ts';

/** Everybody comes from one address here, so the limits by network are out of the way; R9 tests the real ones. */
const roomyLimits: typeof limits = {
  ...limits,
  requests: { most: 1_000_000, seconds: 60 },
  registrations: [{ most: 10_000, seconds: 3600 }],
  proofs: { most: 10_000, seconds: 3600 },
  tabs: { most: 10_000, seconds: 3600 },
  signInsPerNetwork: { most: 10_000, seconds: 900 },
  proof: { ...limits.proof, cost: 1 },
};

export type Organisation = {
  app: App;
  origin: string;
  newWorld: () => ClientWorld & { jar: Map<string, string> };
  administrator: Self;
  topicIds: string[];
  /** A second process over the same database. */
  another: () => Promise<{ app: App; origin: string }>;
  raise: (plan: CentrePlan) => Promise<RaisedCentre>;
};

export async function openOrganisation(database: FreshDatabase): Promise<Organisation> {
  await database.owner.kysely
    .insertInto('installation')
    .values({ instance: randomBytes(16).toString('hex'), is_trial: false })
    .execute();
  await addOrganisation(database.owner, { name: 'Lindenwerk', host: 'localhost', isDefault: true });
  const secrets = await testSecrets();
  const another = async () => {
    const app = await createApp({ database: database.app, secrets, limits: roomyLimits });
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    return { app, origin: address.replace('127.0.0.1', 'localhost') };
  };
  const { app, origin } = await another();
  const newWorld = () => nodeWorld(origin);
  const invited = await inviteAdministrator(database.owner, 'Lindenwerk');
  if (!invited) throw new Error('the organisation is not there');
  const administrator = await join(newWorld(), invitationPath(toBase64url(invited.invitation)), franz);
  const topicIds = await raiseTopics(administrator, topics);
  const raise = (plan: CentrePlan) => raiseCentre(newWorld, administrator, plan, topicIds);
  return { app, origin, newWorld, administrator, topicIds, another, raise };
}

export const [altstadt, emmendingen] = centres as [CentrePlan, CentrePlan];
