import { addTopic, draftCentre, inviteLead } from '../administration/centres.ts';
import { checkPaper, foundCentre, type PaperSheet } from '../centre/found.ts';
import { invite, letIn, listCandidates, redeem } from '../centre/invite.ts';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';
import type { ClientWorld } from '../world.ts';
import type { CentrePlan, StaffPlan } from './people.ts';

/** One world a person: their own browser. */
export type NewWorld = () => ClientWorld;

/** Splits a link's path into what `redeem` takes. */
export function linkParts(path: string): { invitation: string; fragment: string | null } {
  const [, invitation = '', fragment = null] = /\/i\/([^#]+)(?:#(.+))?$/.exec(path) ?? [];
  return { invitation, fragment };
}

/** Follows an invitation link as a new member of staff. */
export async function join(world: ClientWorld, path: string, person: StaffPlan): Promise<Self> {
  return (await redeem(world, { ...linkParts(path), ...person })).self;
}

/** Somebody new, invited by the lead's own link and let in. */
export async function comeIn(
  world: ClientWorld,
  lead: Self,
  centre: string,
  person: StaffPlan,
  bits: number,
): Promise<Self> {
  const self = await join(world, (await invite(lead, centre)).path, person);
  const candidates = await listCandidates(lead, centre);
  const candidate = candidates.find((one) => one.person?.name === person.name);
  if (!candidate) throw new Error(`${person.name} has followed the link and isn't there to be let in`);
  await letIn(lead, centre, candidate, { bits, digitsCompared: false });
  return self;
}

export type RaisedCentre = { centre: string; sheet: PaperSheet; lead: Self; colleagues: Self[] };

/**
 * A centre from draft to open, as people do it: the administrator drafts it and invites the lead, the lead founds it,
 * retypes the paper sheet, lets the colleagues in by links of their own, and opens it.
 */
export async function raiseCentre(
  newWorld: NewWorld,
  administrator: Self,
  plan: CentrePlan,
  topics: string[],
): Promise<RaisedCentre> {
  const areas = plan.areas.map((area) => ({ ...area, topic: null }));
  const centre = await draftCentre(administrator, { ...plan.fields, topics }, areas);
  const lead = await join(newWorld(), (await inviteLead(administrator, centre)).path, plan.lead);
  const sheet = await foundCentre(lead, centre, plan.fields.name);
  await checkPaper(lead, centre, sheet.writtenCode);
  const colleagues: Self[] = [];
  for (const { person, bits } of plan.colleagues)
    colleagues.push(await comeIn(newWorld(), lead, centre, person, bits));
  await call(lead.world, 'openCentre', { centre });
  return { centre, sheet, lead, colleagues };
}

/** All topics of an organisation; answers their ids in the same order. */
export async function raiseTopics(
  administrator: Self,
  fields: Parameters<typeof addTopic>[1][],
): Promise<string[]> {
  const ids: string[] = [];
  for (const topic of fields) ids.push(await addTopic(administrator, topic));
  return ids;
}
