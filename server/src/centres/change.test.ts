import { toBase64url as text } from '@beistand/wire';
import { beforeAll, describe, expect, test } from 'vitest';
import { foundedCentre, letIn, openCentre, paperCheck, profile, topicFields } from '../testing/centre.ts';
import { type Houses, openHouses, type Seated } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
let houses: Houses;
let franz: Seated;
beforeAll(async () => {
  houses = await openHouses(database);
  franz = await houses.one.seatAdministrator();
});
const newId = () => text(random(16));
const newTopic = async (over: object = {}) => {
  const topic = newId();
  await franz.browser.ask('addTopic', { topic, ...topicFields, ...over });
  return topic;
};

test('no centre gets the name of an open one, however it is written', async () => {
  const real = await openCentre(houses.one, franz, { name: 'Freiburg-Altstadt' });
  const other = await openCentre(houses.one, franz);
  for (const name of ['Freiburg-Altstadt', 'FREIBURG ALTSTADT', 'Freiburg–Altstadt ']) {
    const given = name.trim();
    const change = { centre: text(other.id), name: given };
    expect(await franz.browser.refusal('changeCentre', change)).toBe('409 NAME_TAKEN');
    expect(await other.lead.browser.refusal('changeCentre', change)).toBe('409 NAME_TAKEN');
    const draft = { centre: newId(), ...profile({ name: given }) };
    expect(await franz.browser.refusal('draftCentre', draft)).toBe('409 NAME_TAKEN');
  }
  expect(
    await franz.browser.refusal('changeCentre', { centre: text(real.id), name: 'Freiburg Altstadt' }),
  ).toBe('200');
  const abroad = await houses.two.seatAdministrator();
  const draft = { centre: newId(), ...profile({ name: 'Freiburg-Altstadt' }) };
  expect(await abroad.browser.refusal('draftCentre', draft)).toBe('200');
});

test('of two drafts with one name the first to open keeps it', async () => {
  const name = 'Zwilling';
  const topic = await newTopic();
  const second = await foundedCentre(houses.one, franz, { name, topics: [topic] });
  await openCentre(houses.one, franz, { name });
  const place = { centre: text(second.id) };
  const areas = [{ from: '79098', to: '79117', topic: null }];
  await franz.browser.ask('setAreas', { ...place, areas });
  await letIn(second, await houses.one.seat('staff'), 5);
  await second.lead.browser.ask('checkPaper', paperCheck(second));
  expect(await second.lead.browser.refusal('openCentre', place)).toBe('409 NAME_TAKEN');
  await second.lead.browser.ask('changeCentre', { ...place, name: 'Zwilling 2' });
  expect(await second.lead.browser.refusal('openCentre', place)).toBe('200');
});

describe('an open centre', () => {
  test('keeps a topic and an area that one of its topics has', async () => {
    const { id, lead, topic } = await openCentre(houses.one, franz);
    const [place, other] = [{ centre: text(id) }, await newTopic()];
    const missing = async (name: 'changeCentre' | 'setAreas', change: object) => {
      const { status, body } = await franz.browser.say(name, { ...place, ...change } as never);
      return [status, 'missing' in body ? body.missing : []];
    };
    expect(await missing('setAreas', { areas: [] })).toEqual([409, ['areas']]);
    expect(await missing('changeCentre', { topics: [] })).toEqual([409, ['topics', 'areas']]);
    expect(await lead.browser.refusal('changeCentre', { ...place, topics: [] })).toBe('409 NOT_READY');
    await franz.browser.ask('changeCentre', { ...place, topics: [topic, other] });
    await franz.browser.ask('setAreas', { ...place, areas: [{ from: '79098', to: '79117', topic }] });
    expect(await missing('changeCentre', { topics: [other] })).toEqual([409, ['areas']]);
  });

  test('gets a topic from an administrator alone; its leads may leave one out', async () => {
    const { id, lead, topic } = await openCentre(houses.one, franz);
    const [place, other] = [{ centre: text(id) }, await newTopic()];
    const set = (who: Seated, topics: string[]) => who.browser.refusal('changeCentre', { ...place, topics });
    expect(await set(lead, [topic, other])).toBe('403 NOT_ALLOWED');
    expect(await set(franz, [topic, other])).toBe('200');
    expect(await set(lead, [other, topic])).toBe('200');
    expect(await set(lead, [other])).toBe('200');
    expect(await set(lead, [topic, other])).toBe('403 NOT_ALLOWED');
  });

  test('has a week that holds its longest promise', async () => {
    const long = await newTopic({ promiseHours: 400 });
    const { id, topic } = await openCentre(houses.one, franz);
    const place = { centre: text(id) };
    const set = (change: object) => franz.browser.refusal('changeCentre', { ...place, ...change });
    const weekly = [{ day: 1, from: '09:00', until: '09:01' }];
    expect(await set({ weekly })).toBe('409 NOT_READY');
    const short = [{ day: 1, from: '09:00', until: '09:30' }];
    expect(await set({ weekly: short })).toBe('200');
    expect(await set({ topics: [topic, long] })).toBe('409 NOT_READY');
    const change = { topic, promiseHours: 400 };
    expect(await franz.browser.refusal('changeTopic', change)).toBe('409 NOT_READY');
    expect(await franz.browser.refusal('changeTopic', { topic, promiseHours: 8 })).toBe('200');
  });
});

test('two thousand areas fit into one call', async () => {
  const centre = newId();
  await franz.browser.ask('draftCentre', { centre, ...profile({ name: 'Überall' }) });
  const areas = Array.from({ length: 2000 }, (_, n) => {
    const postcode = String(10_000 + n);
    return { from: postcode, to: postcode, topic: null };
  });
  expect(await franz.browser.refusal('setAreas', { centre, areas })).toBe('200');
});
