import type { Call, Contract } from '@beistand/contract';
import { BIT, toBase64url as text } from '@beistand/wire';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from '../testing/browser.ts';
import {
  changeBody,
  draftWithFounder,
  foundedCentre,
  letIn,
  type OpenCentre,
  openCentre,
  paperCheck,
  profile,
  staffing,
  type TestCentre,
  topicFields,
} from '../testing/centre.ts';
import { type Houses, openHouses, type Seated } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { useDatabase } from '../testing/use-database.ts';

const roles = [
  'stranger',
  'seeker',
  /** Staff of the organisation, of no centre here. */
  'staff',
  /** The lead of another centre of the organisation. */
  'neighbour',
  /** Redeemed the draft's founding invitation. */
  'founder',
  'counsellor',
  'lead',
  'administrator',
  /** The administrator of the other organisation. */
  'foreign',
] as const;
type Role = (typeof roles)[number];
type Name = keyof Contract;

const database = await useDatabase();
let houses: Houses;
let open: OpenCentre;
let founded: TestCentre;
let draft: Awaited<ReturnType<typeof draftWithFounder>>;
let people: Record<Role, Browser>;
let clara: Seated;
let handle: string;

beforeAll(async () => {
  houses = await openHouses(database);
  const { one, two } = houses;
  const franz = await one.seatAdministrator();
  open = await openCentre(one, franz);
  founded = await foundedCentre(one, franz);
  draft = await draftWithFounder(one, franz);
  clara = await one.seat('staff');
  await letIn(open, clara, BIT.counsellor);
  await letIn(founded, clara, BIT.counsellor);
  // One lead for both centres, so that each line below asks about one person.
  await letIn(founded, open.lead, BIT.lead);
  handle = text(random(16));
  await open.lead.browser.ask('inviteColleague', { centre: text(open.id), handle });
  people = {
    stranger: one.stranger(),
    seeker: (await one.seat('seeker')).browser,
    staff: (await one.seat('staff')).browser,
    neighbour: (await foundedCentre(one, franz)).lead.browser,
    founder: draft.lead.browser,
    counsellor: clara.browser,
    lead: open.lead.browser,
    administrator: franz.browser,
    foreign: (await two.seatAdministrator()).browser,
  };
});

/** Who gets past the door; everybody else reads `404 NOT_FOUND`, strangers `401 SESSION` where a session is needed. */
const everybodyHere: Role[] = roles.filter((role) => role !== 'foreign');
const staffHere: Role[] = ['staff', 'neighbour', 'founder', 'counsellor', 'lead', 'administrator'];
type Line<N extends Name = Name> = {
  name: N;
  what: string;
  call: () => Call<Contract[N]> | Promise<Call<Contract[N]>>;
  may: readonly Role[];
};
const line = <N extends Name>(name: N, what: string, call: Line<N>['call'], may: readonly Role[]): Line =>
  ({ name, what, call, may }) as unknown as Line;
const at = (centre: { id: Uint8Array }) => ({ centre: text(centre.id) });

const matrix: Line[] = [
  line('centre', 'open', () => at(open), everybodyHere),
  line('centre', 'founded', () => at(founded), ['counsellor', 'lead', 'administrator']),
  line('centre', 'draft', () => at(draft), ['founder', 'administrator']),
  line('readLog', 'open', () => at(open), everybodyHere),
  line('readLog', 'founded', () => at(founded), everybodyHere),
  line('readLog', 'draft', () => at(draft), []),
  line('topicAreas', '', () => ({ topic: open.topic }), everybodyHere),
  line('listCentres', '', () => ({}), ['administrator', 'foreign']),
  line('draftCentre', '', () => ({ ...at({ id: random(16) }), ...profile() }), ['administrator', 'foreign']),
  line('changeCentre', '', () => ({ ...at(open), city: 'Freiburg im Breisgau' }), ['lead', 'administrator']),
  line('setAreas', '', () => ({ ...at(open), areas: [] }), ['administrator']),
  line('addTopic', '', () => ({ topic: text(random(16)), ...topicFields }), ['administrator', 'foreign']),
  line('changeTopic', '', () => ({ topic: open.topic, short: 'Geld' }), ['administrator']),
  line('inviteLead', 'draft', () => at(draft), ['administrator']),
  line('inviteLead', 'founded', () => at(founded), []),
  line('inviteColleague', 'open', () => ({ ...at(open), handle: text(random(16)) }), ['lead']),
  line('inviteColleague', 'draft', () => ({ ...at(draft), handle: text(random(16)) }), []),
  line('listInvitations', 'open', () => at(open), ['lead', 'administrator']),
  line('withdrawInvitation', 'colleague', () => ({ ...at(open), handle }), ['lead']),
  line('readSeeds', 'own', () => at(open), ['counsellor', 'lead']),
  line('readSeeds', 'paper', () => ({ ...at(open), paper: text(open.paper.kid) }), staffHere),
  line('readStaff', 'open', () => at(open), ['counsellor', 'lead', 'administrator']),
  line('readStaff', 'draft', () => at(draft), ['founder', 'administrator']),
  line('checkPaper', '', () => paperCheck(open), ['lead']),
  line('openCentre', '', () => at(open), ['lead']),
  line('openCentre', 'draft', () => at(draft), []),
  line(
    'appendLog',
    'open',
    async () => (await changeBody(open, open.lead, [staffing(clara, BIT.counsellor | BIT.reader)])).body,
    staffHere,
  ),
];

const isPublic = new Set<Name>(['centre', 'readLog', 'topicAreas']);

describe.each(matrix)('$name $what', ({ name, call, may }) => {
  test.each(roles)('%s', async (role) => {
    const answer = await people[role].refusal(name, await call());
    const closed = role === 'stranger' && !isPublic.has(name) ? '401 SESSION' : '404 NOT_FOUND';
    if (may.includes(role)) expect(answer).not.toMatch(/^(401|403|404|5)/);
    else expect(answer).toBe(closed);
  });
});

test('what isn’t there answers as what isn’t mine', async () => {
  for (const { name, call } of matrix) {
    const asked = { ...((await call()) as Record<string, unknown>) };
    if (!('centre' in asked) || name === 'draftCentre' || name === 'appendLog') continue;
    const nowhere = { ...asked, centre: text(random(16)) } as unknown as Call<Contract[typeof name]>;
    expect(await people.lead.refusal(name, nowhere), name).toBe('404 NOT_FOUND');
  }
});

test('lists of one organisation name nothing of the other', async () => {
  const { centres } = await people.foreign.ask('listCentres', {});
  expect(centres.map(({ centre }) => centre)).not.toContain(text(open.id));
  const { topics } = await houses.two.stranger().ask('listTopics', {});
  expect(topics.map(({ topic }) => topic)).not.toContain(open.topic);
  expect(await houses.two.stranger().ask('organisation', {})).toMatchObject({ name: 'Ulmenhof' });
});
