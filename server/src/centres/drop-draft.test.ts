import { limits } from '@beistand/contract';
import { toBase64url as text } from '@beistand/wire';
import { beforeAll, expect, test } from 'vitest';
import { draftWithFounder, foundedCentre, openCentre, profile, topicFields } from '../testing/centre.ts';
import { type Houses, openHouses, type Seated } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
let houses: Houses;
let franz: Seated;
beforeAll(async () => {
  houses = await openHouses(database, { ...limits, draftsPerOrganisation: 3, topicsPerOrganisation: 4 });
  franz = await houses.one.seatAdministrator();
});
const drop = (id: Uint8Array, who = franz) => who.browser.refusal('dropDraft', { centre: text(id) });

test('a draft goes with its areas, topics and links; whoever redeemed one has nothing to found', async () => {
  const topic = text(random(16));
  await franz.browser.ask('addTopic', { topic, ...topicFields });
  const { id, lead } = await draftWithFounder(houses.one, franz, { topics: [topic] });
  const place = { centre: text(id) };
  const { invitation } = await franz.browser.ask('inviteLead', place);
  await franz.browser.ask('setAreas', { ...place, areas: [{ from: '79098', to: '79117', topic }] });
  await franz.browser.ask('changeTopic', { topic, fallback: text(id) });
  expect(await drop(id)).toBe('200');
  expect(await drop(id)).toBe('404 NOT_FOUND');
  expect((await lead.browser.ask('me', {})).centres).toEqual([]);
  expect(await houses.one.stranger().refusal('readInvitation', { invitation })).toBe('404 NOT_FOUND');
  expect((await houses.one.stranger().ask('topicAreas', { topic })).fallback).toBeNull();
});

test('what is founded or open stays', async () => {
  const founded = await foundedCentre(houses.one, franz);
  const open = await openCentre(houses.one, franz);
  for (const { id } of [founded, open]) expect(await drop(id)).toBe('404 NOT_FOUND');
  const abroad = await draftWithFounder(houses.two, await houses.two.seatAdministrator());
  expect(await drop(abroad.id)).toBe('404 NOT_FOUND');
});

test('an organisation has as many drafts and topics as it needs, and no more', async () => {
  const draft = (n: number) => {
    const centre = text(random(16));
    return franz.browser.refusal('draftCentre', { centre, ...profile({ name: `Entwurf ${n}` }) });
  };
  const said = await Promise.all(Array.from({ length: 6 }, (_, n) => draft(n)));
  expect(said.sort()).toEqual(['200', '200', '200', '409 ENOUGH', '409 ENOUGH', '409 ENOUGH']);
  const { centres } = await franz.browser.ask('listCentres', {});
  const [one] = centres.filter(({ state }) => state === 'draft');
  expect(await franz.browser.refusal('dropDraft', { centre: one!.centre })).toBe('200');
  expect(await draft(7)).toBe('200');
  const topic = () => franz.browser.refusal('addTopic', { topic: text(random(16)), ...topicFields });
  const topics = await Promise.all(Array.from({ length: 6 }, topic));
  expect(topics.filter((one) => one === '409 ENOUGH').length).toBeGreaterThan(2);
  expect((await franz.browser.ask('listTopics', {})).topics).toHaveLength(4);
});
