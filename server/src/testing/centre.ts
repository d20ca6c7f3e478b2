import {
  ACCOUNT_KIND,
  BIT,
  type Bytes,
  cat,
  type LogChange,
  toBase64url as text,
  type View,
} from '@beistand/wire';
import type { House, Seated } from './houses.ts';
import { type Identity, newIdentity, newSealingKey, random } from './identity.ts';
import { extend, type Log } from './sealed.ts';

/** A centre as its lead's client knows it. */
export type TestCentre = { id: Bytes; name: string; log: Log; paper: Identity; lead: Seated };

export const profile = (over: Record<string, unknown> = {}) => ({
  name: 'Beratungsstelle Freiburg',
  phone: '030 23125 001',
  street: 'Beispielweg 1',
  postcode: '79098',
  city: 'Freiburg',
  timeZone: 'Europe/Berlin',
  state: 'DE-BW',
  weekly: [{ day: 1, from: '09:00', until: '17:00' }],
  topics: [] as string[],
  ...over,
});

export const topicFields = {
  title: 'Beratung zum Thema Schulden',
  short: 'Schulden',
  description: 'Wenn das Geld nicht reicht.',
  icon: 'debts',
  address: 'sie' as const,
  promiseHours: 16,
};

/** A box for each holder of each key that counts: what the body of an append carries beside its entries. */
function boxesOf(view: View) {
  const box = (key: Bytes, person: Bytes) => ({
    key: text(key),
    person: text(person),
    box: text(random(1168)),
  });
  const having = (bit: number) => view.staff.filter(({ bits }) => bits & bit).map(({ kid }) => kid);
  const { inbox, vault, policy } = view;
  return [
    ...(inbox ? having(BIT.counsellor).map((kid) => box(inbox.kid, kid)) : []),
    ...(vault && policy ? having(BIT.custodian).map((kid) => box(vault.kid, kid)) : []),
  ];
}

/** Drafts by their id: no two open centres of an organisation have one name, and CREATE has the draft's. */
const names = new Map<string, string>();

/** A draft and someone who may found it. */
export async function draftWithFounder(
  house: House,
  administrator: Seated,
  over: Record<string, unknown> = {},
) {
  const id = random(16);
  const fields = profile({ name: `Beratungsstelle Freiburg ${names.size + 1}`, ...over });
  names.set(text(id), fields.name);
  await administrator.browser.ask('draftCentre', { centre: text(id), ...fields });
  const lead = await house.seat('staff', 'Eva Lindner');
  const { invitation } = await administrator.browser.ask('inviteLead', { centre: text(id) });
  await lead.browser.ask('redeemInvitation', { invitation, mac: null });
  return { id, lead, name: fields.name };
}

export const person = ({ kid, account }: Identity, bits: number) => ({ kid, account, bits });
export const staffing = (who: Identity, bits: number): LogChange => ({
  type: 'staffing',
  ...person(who, bits),
});
export const key = (which: 2 | 3): LogChange => ({ type: 'key', which, xwPk: newSealingKey() });

/** The founding batch: CREATE with the lead and a paper, inbox and vault keys. */
export const foundingChanges = (
  id: Bytes,
  lead: Identity,
  paper: Identity,
  vault: 0 | 1 | 2 | 3 = 2,
): LogChange[] => [
  {
    type: 'create',
    name: names.get(text(id)) ?? 'Beratungsstelle Freiburg',
    vault,
    staff: [
      person(lead, BIT.counsellor | BIT.lead | (vault === 1 ? 0 : BIT.custodian)),
      person(paper, BIT.lead | BIT.custodian),
    ],
  },
  key(2),
  key(3),
];

export async function foundingBody(
  id: Bytes,
  lead: Identity,
  paper: Identity,
  changes = foundingChanges(id, lead, paper),
  others: Identity[] = [],
) {
  const { log, entries } = await extend(null, id, lead, changes, [lead, paper, ...others]);
  return {
    log,
    body: {
      centre: text(id),
      entries: entries.map(({ bytes }) => text(bytes)),
      bundles: [text(paper.bundle.bytes)],
      seeds: boxesOf(log.view),
      previous: [] as { key: string; box: string }[],
    },
  };
}

/** Founded, but not open: the lead is its only counsellor. */
export async function foundedCentre(
  house: House,
  administrator: Seated,
  over: Record<string, unknown> = {},
): Promise<TestCentre> {
  const { id, lead, name } = await draftWithFounder(house, administrator, over);
  const paper = await newIdentity(ACCOUNT_KIND.paper);
  const { log, body } = await foundingBody(id, lead, paper);
  await lead.browser.ask('appendLog', body);
  return { id, name, log, paper, lead };
}

/** The body of an append that makes these changes, and the log after it. */
export async function changeBody(
  centre: Pick<TestCentre, 'id' | 'log'>,
  signer: Identity,
  changes: LogChange[],
  newcomers: Identity[] = [],
) {
  const { log, entries } = await extend(centre.log, centre.id, signer, changes, newcomers);
  const isNamed = new Set(changes.flatMap((c) => (c.type === 'staffing' && c.bits ? [text(c.kid)] : [])));
  const hasNewKey = changes.some(({ type }) => type === 'key' || type === 'policy');
  return {
    log,
    body: {
      centre: text(centre.id),
      entries: entries.map(({ bytes }) => text(bytes)),
      bundles: [] as string[],
      seeds: boxesOf(log.view).filter((box) => hasNewKey || isNamed.has(box.person)),
      previous: [] as { key: string; box: string }[],
    },
  };
}

/** Comes to a centre by a colleague's link: from now on its lead may let them in. */
export async function comeTo(centre: TestCentre, ...people: Seated[]): Promise<void> {
  for (const who of people) {
    const invited = { centre: text(centre.id), handle: text(random(16)) };
    const { invitation } = await centre.lead.browser.ask('inviteColleague', invited);
    await who.browser.ask('redeemInvitation', { invitation, mac: text(random(32)) });
  }
}

/** Another person in the log. */
export async function letIn(centre: TestCentre, who: Seated, bits: number): Promise<void> {
  await comeTo(centre, who);
  const { log, body } = await changeBody(centre, centre.lead, [staffing(who, bits)], [who]);
  await centre.lead.browser.ask('appendLog', body);
  centre.log = log;
}

export const paperCheck = (centre: TestCentre) => ({
  centre: text(centre.id),
  key: text(centre.paper.kid),
  signature: text(centre.paper.sign('paper-check', cat(centre.id, centre.log.view.hash))),
});

export type OpenCentre = TestCentre & { colleague: Seated; topic: string };

/** Two counsellors and custodians, a checked paper, a topic, an area: open. */
export async function openCentre(
  house: House,
  administrator: Seated,
  over: Record<string, unknown> = {},
): Promise<OpenCentre> {
  const topic = text(random(16));
  await administrator.browser.ask('addTopic', { topic, ...topicFields });
  const centre = await foundedCentre(house, administrator, { ...over, topics: [topic] });
  const areas = [{ from: '79098', to: '79117', topic: null }];
  await administrator.browser.ask('setAreas', { centre: text(centre.id), areas });
  const colleague = await house.seat('staff', 'Clara Keller');
  await letIn(centre, colleague, BIT.counsellor | BIT.custodian);
  await centre.lead.browser.ask('checkPaper', paperCheck(centre));
  await centre.lead.browser.ask('openCentre', { centre: text(centre.id) });
  return { ...centre, colleague, topic };
}
