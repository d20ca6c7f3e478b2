import type { Call, Contract } from '@beistand/contract';
import { toBase64url } from '@beistand/wire';
import { invitationPath } from '../centre/invite.ts';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';

type WithoutId<T, K extends string> = Omit<T, K>;
export type TopicFields = WithoutId<Call<Contract['addTopic']>, 'topic'>;
export type CentreFields = WithoutId<Call<Contract['draftCentre']>, 'centre'>;
export type Area = Call<Contract['setAreas']>['areas'][number];

/** Ids are drawn here, so a repeated call makes nothing twice. */
export async function addTopic(self: Self, fields: TopicFields): Promise<string> {
  const topic = toBase64url(self.world.random(16));
  await call(self.world, 'addTopic', { topic, ...fields });
  return topic;
}

/** A centre on paper only: its first lead's browser makes the keys. */
export async function draftCentre(self: Self, fields: CentreFields, areas: Area[]): Promise<string> {
  const centre = toBase64url(self.world.random(16));
  await call(self.world, 'draftCentre', { centre, ...fields });
  await call(self.world, 'setAreas', { centre, areas });
  return centre;
}

/** A draft that nobody has founded. */
export const dropDraft = (self: Self, centre: string): Promise<unknown> =>
  call(self.world, 'dropDraft', { centre });

/** A one-time link for the person who founds the centre. */
export async function inviteLead(self: Self, centre: string): Promise<{ path: string; until: number }> {
  const { invitation, until } = await call(self.world, 'inviteLead', { centre });
  return { path: invitationPath(invitation), until };
}

/** Gives up my own right to administer. */
export const leaveAdministration = (self: Self): Promise<unknown> =>
  call(self.world, 'leaveAdministration', {});
