import { limits } from '@beistand/contract';
import { toBase64url as text } from '@beistand/wire';
import { beforeAll, expect, test } from 'vitest';
import type { Announcement } from '../http/asked.ts';
import { openCentre, profile, topicFields } from '../testing/centre.ts';
import { type Houses, openHouses, type Seated } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
let houses: Houses;
let franz: Seated;
beforeAll(async () => {
  houses = await openHouses(database, { ...limits, centreChanges: { most: 30, seconds: 3600 } });
  franz = await houses.one.seatAdministrator();
});
const area = (from: string, to = from, topic: string | null = null) => ({ from, to, topic });
const open = (over = {}) => openCentre(houses.one, franz, over);
type Open = Awaited<ReturnType<typeof open>>;
const changesFor = async ({ id, lead }: Open) =>
  (await lead.browser.ask('listCentreChanges', { centre: text(id) })).changes;
const change = (who: Seated, { id }: Open, given: object) =>
  who.browser.ask('changeCentre', { centre: text(id), ...given });

/** What is announced by `act`: which centres' leads. */
async function toldBy(act: () => Promise<unknown>) {
  const { world } = houses.app;
  const { announce } = world;
  const told: Announcement[] = [];
  world.announce = (organisation, notices) => {
    told.push(...notices);
    announce(organisation, notices);
  };
  await act();
  world.announce = announce;
  return told
    .flatMap((one) => (one.t === 'changes' ? [{ centre: text(one.centre), to: one.to.map(text) }] : []))
    .sort((a, b) => (a.centre < b.centre ? -1 : 1));
}

test('a name, a contact, topics: who, when, from what to what; the very same again is no change', async () => {
  const centre = await open();
  await change(centre.lead, centre, { phone: '030 23125 077', name: 'Breisgau' });
  await change(centre.lead, centre, {
    phone: '030 23125 077',
    name: 'Breisgau',
    weekly: [{ day: 2, from: '09:00', until: '17:00' }],
  });
  expect((await changesFor(centre)).slice(0, 2)).toEqual([
    {
      of: text(centre.id),
      name: 'Breisgau',
      what: 'contact',
      at: houses.clock.now,
      by: 'Eva Lindner',
      before: { phone: '030 23125 001', street: 'Beispielweg 1', postcode: '79098', city: 'Freiburg' },
      after: { phone: '030 23125 077', street: 'Beispielweg 1', postcode: '79098', city: 'Freiburg' },
    },
    expect.objectContaining({ what: 'name', before: { name: centre.name }, after: { name: 'Breisgau' } }),
  ]);
  const opening = (await changesFor(centre)).find(({ what }) => what === 'opening');
  expect(opening).toMatchObject({ what: 'opening', before: { isOpen: false }, after: { isOpen: true } });
});

test('an area that reaches into another centre’s is told to its leads, also by a postcode, by topic', async () => {
  const [real, other] = [await open(), await open()];
  const topics = [other.topic, real.topic];
  await franz.browser.ask('setAreas', { centre: text(other.id), areas: [area('10000', '19999')] });
  const before = (await changesFor(real)).length;
  await change(franz, other, { topics });
  expect(await changesFor(real)).toHaveLength(before);
  const set = (areas: ReturnType<typeof area>[]) => () =>
    franz.browser.ask('setAreas', { centre: text(other.id), areas });
  const own = { centre: text(other.id), to: [text(other.lead.account)] };
  const both = [own, { centre: text(real.id), to: [text(real.lead.account)] }].sort((a, b) =>
    a.centre < b.centre ? -1 : 1,
  );
  expect(await toldBy(set([area('79098', '79116')]))).toEqual(both);
  expect((await changesFor(real))[0]).toEqual({
    of: text(other.id),
    name: other.name,
    what: 'areas',
    at: houses.clock.now,
    by: 'Franz Vogel',
    before: { areas: [area('10000', '19999')], more: 0 },
    after: { areas: [area('79098', '79116')], more: 0 },
  });
  // For a topic that the other hasn't, it takes nothing away.
  expect(await toldBy(set([area('79098', '79116', other.topic)]))).toEqual([own]);
  expect(await toldBy(set([area('79117', '79117', real.topic)]))).toEqual(both);
  expect((await changesFor(real))[0]!.after).toEqual({
    areas: [area('79117', '79117', 'Schulden')],
    more: 0,
  });
});

test('a centre that opens is told to those it reaches into', async () => {
  const real = await open();
  const topic = real.topic;
  const beside = await open();
  await change(franz, beside, { topics: [topic, beside.topic] });
  expect((await changesFor(real))[0]).toMatchObject({ of: text(beside.id), what: 'topics' });
  expect((await changesFor(beside))[0]).toMatchObject({
    what: 'topics',
    after: { topics: ['Schulden', 'Schulden'] },
  });
});

test('another fallback is told to the centre that was it and the one that is', async () => {
  const [one, two] = [await open(), await open()];
  await change(franz, two, { topics: [one.topic, two.topic] });
  const fallback = (centre: Open | null) => () =>
    franz.browser.ask('changeTopic', { topic: one.topic, fallback: centre && text(centre.id) });
  expect((await toldBy(fallback(one))).map(({ centre }) => centre)).toEqual([text(one.id)]);
  expect((await toldBy(fallback(two))).map(({ centre }) => centre)).toEqual(
    [text(one.id), text(two.id)].sort((a, b) => (a < b ? -1 : 1)),
  );
  expect(await toldBy(fallback(two))).toEqual([]);
  expect((await changesFor(one))[0]).toMatchObject({
    what: 'fallback',
    before: { topic: 'Schulden', fallback: one.name },
    after: { topic: 'Schulden', fallback: two.name },
  });
});

test('a draft’s changes are nobody’s yet, and another organisation’s stay there', async () => {
  const centre = text(random(16));
  await franz.browser.ask('draftCentre', { centre, ...profile({ name: 'Entwurf' }) });
  expect(await toldBy(() => franz.browser.ask('changeCentre', { centre, city: 'Lahr' }))).toEqual([]);
  const here = await open();
  const abroad = await houses.two.seatAdministrator();
  const there = await openCentre(houses.two, abroad);
  expect(new Set((await changesFor(there)).map(({ of }) => of))).toEqual(new Set([text(there.id)]));
  const asked = there.lead.browser.refusal('listCentreChanges', { centre: text(here.id) });
  expect(await asked).toBe('404 NOT_FOUND');
});

test('a long list is kept short, and nobody changes more than anyone needs to', async () => {
  const centre = await open();
  const areas = Array.from({ length: 130 }, (_, n) => area(String(79_098 + 2 * n)));
  const someone = await houses.one.seatAdministrator();
  const set = (list: typeof areas) =>
    someone.browser.refusal('setAreas', { centre: text(centre.id), areas: list });
  expect(await set(areas)).toBe('200');
  const { after } = (await changesFor(centre))[0]!;
  expect([after.areas?.length, after.more]).toEqual([100, 30]);
  for (let n = 1; n < 30; n++) expect(await set(areas.slice(n))).toBe('200');
  expect(await set(areas)).toBe('429 SLOW');
});

test('topics keep their fields beside a change of fallback', async () => {
  const topic = text(random(16));
  await franz.browser.ask('addTopic', { topic, ...topicFields });
  await franz.browser.ask('changeTopic', { topic, short: 'Geld', fallback: null });
  const { topics } = await franz.browser.ask('listTopics', {});
  expect(topics.find((one) => one.topic === topic)).toMatchObject({ short: 'Geld' });
});
