import { toBase64url as text } from '@beistand/wire';
import { beforeAll, expect, test } from 'vitest';
import { pageDataOf } from '../documents/page-data.ts';
import { openCentre, profile, topicFields } from '../testing/centre.ts';
import { type Houses, openHouses, type Seated } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
let houses: Houses;
let franz: Seated;
let foreign: Seated;
beforeAll(async () => {
  houses = await openHouses(database);
  franz = await houses.one.seatAdministrator();
  foreign = await houses.two.seatAdministrator();
});
const newId = () => text(random(16));

test('the same draft and the same topic again answer the same; other content under the id is refused', async () => {
  const { browser } = franz;
  const topic = { topic: newId(), ...topicFields };
  const [first, again] = [await browser.ask('addTopic', topic), await browser.ask('addTopic', topic)];
  expect(again).toEqual(first);
  expect(await browser.refusal('addTopic', { ...topic, promiseHours: 8 })).toBe('409 ID_TAKEN');
  const other = { topic: newId(), ...topicFields };
  await browser.ask('addTopic', other);
  const draft = { centre: newId(), ...profile({ topics: [other.topic, topic.topic] }) };
  expect(await browser.ask('draftCentre', draft)).toEqual(await browser.ask('draftCentre', draft));
  expect(await browser.refusal('draftCentre', { ...draft, phone: '030 23125 009' })).toBe('409 ID_TAKEN');
  expect(await foreign.browser.refusal('draftCentre', { ...draft, topics: [] })).toBe('409 ID_TAKEN');
  expect(await foreign.browser.refusal('addTopic', topic)).toBe('409 ID_TAKEN');
});

test('hours that overlap or end before they begin, and zones nobody knows, are refused', async () => {
  const weeks = [
    [{ day: 1, from: '12:00', until: '09:00' }],
    [{ day: 1, from: '09:00', until: '09:00' }],
    [
      { day: 2, from: '09:00', until: '12:00' },
      { day: 2, from: '11:59', until: '17:00' },
    ],
  ];
  const draft = (over: object) =>
    franz.browser.refusal('draftCentre', { centre: newId(), ...profile(), ...over });
  for (const weekly of weeks) expect(await draft({ weekly })).toBe('400 FORMAT');
  expect(await draft({ timeZone: 'Europe/Entenhausen' })).toBe('400 FORMAT');
  const split = [
    { day: 3, from: '13:00', until: '24:00' },
    { day: 3, from: '09:00', until: '13:00' },
  ];
  expect(await draft({ weekly: split })).toBe('200');
});

test('topics and centres of another organisation can’t be named', async () => {
  const topic = newId();
  await foreign.browser.ask('addTopic', { topic, ...topicFields });
  const centre = newId();
  await foreign.browser.ask('draftCentre', { centre, ...profile() });
  const mine = newId();
  await franz.browser.ask('addTopic', { topic: mine, ...topicFields });
  const own = newId();
  await franz.browser.ask('draftCentre', { centre: own, ...profile() });
  expect(
    await franz.browser.refusal('draftCentre', { centre: newId(), ...profile({ topics: [topic] }) }),
  ).toBe('404 NOT_FOUND');
  expect(await franz.browser.refusal('changeCentre', { centre: own, topics: [topic] })).toBe('404 NOT_FOUND');
  expect(await franz.browser.refusal('changeTopic', { topic: mine, fallback: centre })).toBe('404 NOT_FOUND');
  const areas = [{ from: '79098', to: '79117', topic }];
  expect(await franz.browser.refusal('setAreas', { centre: own, areas })).toBe('404 NOT_FOUND');
  expect(await franz.browser.refusal('changeTopic', { topic: mine, fallback: own })).toBe('200');
});

test('areas are replaced as a whole, and end where they begin at the earliest', async () => {
  const { id, topic } = await openCentre(houses.one, franz);
  const centre = text(id);
  const areasOf = async () => (await houses.one.stranger().ask('topicAreas', { topic })).centres[0]?.areas;
  const set = (areas: { from: string; to: string; topic: string | null }[]) =>
    franz.browser.refusal('setAreas', { centre, areas });
  expect(await set([{ from: '79117', to: '79098', topic: null }])).toBe('400 FORMAT');
  expect(await areasOf()).toEqual([{ from: '79098', to: '79117' }]);
  expect(
    await set([
      { from: '79183', to: '79183', topic },
      { from: '79102', to: '79104', topic: null },
    ]),
  ).toBe('200');
  expect(await areasOf()).toEqual([
    { from: '79102', to: '79104' },
    { from: '79183', to: '79183' },
  ]);
});

test('a fallback that can’t take anyone is none', async () => {
  const { id, topic } = await openCentre(houses.one, franz);
  const closed = newId();
  await franz.browser.ask('draftCentre', { centre: closed, ...profile({ topics: [topic] }) });
  const fallback = async (centre: string | null) => {
    await franz.browser.ask('changeTopic', { topic, fallback: centre });
    return (await houses.one.stranger().ask('topicAreas', { topic })).fallback;
  };
  expect(await fallback(closed)).toBeNull();
  expect(await fallback(text(id))).toBe(text(id));
  expect(await fallback(null)).toBeNull();
});

test('public pages: topics and open centres by their codes, drafts and strangers’ codes not', async () => {
  const { id, topic } = await openCentre(houses.one, franz);
  const pageData = pageDataOf(houses.app.world);
  const { topics } = await houses.one.stranger().ask('listTopics', {});
  const codeOf = topics.find((one) => one.topic === topic)!.code;
  const { code } = await houses.one.stranger().ask('centre', { centre: text(id) });
  const draft = await franz.browser.ask('draftCentre', { centre: newId(), ...profile() });
  const common = { organisation: 'Lindenwerk', topics };
  expect(await pageData('/', houses.one.id)).toEqual({ ...common, page: 'home' });
  expect(await pageData('/h', houses.one.id)).toEqual({ ...common, page: 'help' });
  for (const path of ['/w', '/n', '/k', '/s', '/b', '/b/x', '/i/abc'])
    expect(await pageData(path, houses.one.id)).toEqual({ ...common, page: 'app' });
  expect(await pageData(`/a/${codeOf}`, houses.one.id)).toMatchObject({
    page: 'topic',
    topic: { topic, promiseHours: 16 },
    areas: { centres: [{ centre: text(id) }] },
  });
  expect(await pageData(`/a/${code}`, houses.one.id)).toMatchObject({
    page: 'centre',
    centre: { centre: text(id), topics: [topic] },
  });
  for (const path of [`/a/${draft.code}`, '/a/00000000', '/a/', '/x', '/w/', `/a/${code}/`])
    expect(await pageData(path, houses.one.id)).toEqual({ ...common, page: 'nowhere' });
  expect((await pageData(`/a/${code}`, houses.two.id)).page).toBe('nowhere');
  expect((await pageData(`/a/${codeOf}`, houses.two.id)).page).toBe('nowhere');
});

test('health and the consent text are anyone’s', async () => {
  const browser = houses.one.stranger();
  expect(await browser.ask('health', {})).toEqual({ isWell: true });
  const { text: words, version } = await browser.ask('consentText', {});
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(words));
  expect(version).toBe(Buffer.from(digest).toString('base64url'));
});
