import { ACCOUNT_KIND, BIT, cat, toBase64url as text } from '@beistand/wire';
import { beforeAll, expect, test } from 'vitest';
import { foundedCentre, letIn, openCentre, paperCheck, topicFields } from '../testing/centre.ts';
import { type Houses, openHouses, type Seated } from '../testing/houses.ts';
import { newIdentity, random } from '../testing/identity.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
let houses: Houses;
let franz: Seated;
beforeAll(async () => {
  houses = await openHouses(database);
  franz = await houses.one.seatAdministrator();
});

test('opens only when nothing is missing, and says each thing that is', async () => {
  const centre = await foundedCentre(houses.one, franz, { phone: '', weekly: [] });
  const id = text(centre.id);
  const lead = centre.lead.browser;
  const missing = async () => {
    const { status, body } = await lead.say('openCentre', { centre: id });
    const said = 'missing' in body ? body.missing : [];
    expect(said).toEqual((await lead.ask('readStaff', { centre: id })).missing);
    return status === 409 ? said : status;
  };
  expect(await missing()).toEqual([
    'counsellors',
    'custodians',
    'paper-check',
    'topics',
    'areas',
    'weekly',
    'phone',
  ]);

  await letIn(centre, await houses.one.seat('staff'), BIT.counsellor);
  expect(await missing()).toEqual(['custodians', 'paper-check', 'topics', 'areas', 'weekly', 'phone']);
  await letIn(centre, await houses.one.seat('staff'), BIT.custodian);
  expect(await missing()).toEqual(['paper-check', 'topics', 'areas', 'weekly', 'phone']);
  await lead.ask('checkPaper', paperCheck(centre));
  expect(await missing()).toEqual(['topics', 'areas', 'weekly', 'phone']);
  const topic = text(random(16));
  await franz.browser.ask('addTopic', { topic, ...topicFields });
  await lead.ask('changeCentre', { centre: id, topics: [topic] });
  await franz.browser.ask('setAreas', { centre: id, areas: [{ from: '79098', to: '79117', topic }] });
  expect(await missing()).toEqual(['weekly', 'phone']);

  const open = () => houses.one.stranger().ask('topicAreas', { topic });
  expect((await open()).centres).toEqual([]);
  const weekly = [{ day: 1, from: '09:00', until: '12:00' }];
  await lead.ask('changeCentre', { centre: id, weekly, phone: '030 23125 002' });
  expect(await missing()).toBe(200);
  const areas = [{ from: '79098', to: '79117' }];
  expect(await open()).toMatchObject({ fallback: null, centres: [{ centre: id, areas }] });
  // What a page promises before anything is written: the same week, and the holidays of the year to come.
  const { calendar } = (await open()).centres[0]!;
  expect(calendar).toMatchObject({ timeZone: 'Europe/Berlin', weekly });
  const from = new Date(houses.clock.now - 86_400_000).toISOString().slice(0, 10);
  expect(calendar.holidays.length).toBeGreaterThan(8);
  expect(calendar.holidays.filter((day) => day < from)).toEqual([]);
  expect(calendar.holidays.at(-1)?.slice(0, 4)).toBe(String(new Date(houses.clock.now).getUTCFullYear() + 1));

  const first = await lead.ask('openCentre', { centre: id });
  houses.clock.now += 60_000;
  expect(await lead.ask('openCentre', { centre: id })).toEqual(first);
});

test('an open centre keeps its hours and its phone', async () => {
  const { id, lead } = await openCentre(houses.one, franz);
  for (const change of [{ weekly: [] }, { phone: '' }])
    expect(await lead.browser.refusal('changeCentre', { centre: text(id), ...change })).toBe('409 NOT_READY');
});

test('the paper proves itself over the newest log only', async () => {
  const centre = await foundedCentre(houses.one, franz);
  const before = paperCheck(centre);
  const check = (call: typeof before) => centre.lead.browser.refusal('checkPaper', call);
  await letIn(centre, await houses.one.seat('staff'), BIT.counsellor);
  expect(await check(before)).toBe('409 STALE_LOG');
  const now = paperCheck(centre);
  const signed = cat(centre.id, centre.log.view.hash);
  const other = await newIdentity(ACCOUNT_KIND.paper);
  expect(await check({ ...now, signature: text(other.sign('paper-check', signed)) })).toBe('400 SIGNATURE');
  expect(await check({ ...now, signature: text(centre.paper.sign('log', signed)) })).toBe('400 SIGNATURE');
  expect(await check({ ...now, key: text(other.kid) })).toBe('404 NOT_FOUND');
  expect(await check({ ...now, key: text(centre.lead.kid) })).toBe('404 NOT_FOUND');
  expect(await check(now)).toBe('200');
  const { papers } = await centre.lead.browser.ask('readStaff', { centre: text(centre.id) });
  expect(papers).toEqual([{ key: now.key, checkedAt: houses.clock.now }]);
});
