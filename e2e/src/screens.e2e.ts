import { join } from 'node:path';
import { draftCentre, inviteLead } from '@beistand/client';
import { centres, eva, franz, phraseOf, type StaffPlan } from '@beistand/client/cast/people';
import { join as joinBy } from '@beistand/client/cast/raise';
import type { Page, TestInfo } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { House } from './house.ts';
import { visit } from './people.ts';
import { faultsOf, touchFaults } from './screen-faults.ts';
import { addresses, type Live, pictureNames, pictures, routeOf, routes } from './screen-list.ts';
import { agreeAndSend, findCentre, readKeys, story, write } from './seeker-steps.ts';

/** Looks at screen after screen; at the end none may have a fault, and the report says how many there were. */
function beginRound(isBrief = false) {
  const faults: string[] = [];
  const screens: string[] = [];
  let looks = 0;
  return {
    async look(page: Page, screen: string, isForSeekers: boolean): Promise<void> {
      const found = await faultsOf(page, isForSeekers, isBrief);
      faults.push(...found.faults.map((fault) => `${screen} → ${fault}`));
      screens.push(screen);
      looks += found.looks;
    },
    end({ annotations }: TestInfo): void {
      expect(faults).toEqual([]);
      annotations.push({ type: 'figure', description: `${screens.length} screens, ${looks} looks` });
    },
  };
}

test('every address has a screen, every screen an address', () => {
  expect([...new Set(addresses())].sort()).toEqual(Object.keys(routes).sort());
  for (const [route, { pictures: starts, live }] of Object.entries(routes)) {
    expect(starts.length + live.length, route).toBeGreaterThan(0);
    for (const start of starts)
      expect(
        pictureNames().filter((name) => routeOf(name) === route),
        start,
      ).not.toEqual([]);
  }
  expect(pictureNames().filter((name) => name !== 'components' && !routeOf(name))).toEqual([]);
});

test('a screen with faults is seen to have them', async () => {
  const { page, leave } = await visit('desk', 'http://localhost');
  const html = (body: string) =>
    page.goto(
      `data:text/html,${encodeURIComponent(`<!doctype html><html lang="de"><title>x</title>${body}`)}`,
    );
  const seen = async (body: string) => {
    await html(`<style>* { margin: 0; overflow-wrap: anywhere }</style><main>${body}</main>`);
    return (await faultsOf(page, true)).faults.join('\n');
  };
  const whole = '<a data-leave href="/">Verlassen</a><h1>Gut</h1><p>Text</p>';
  expect(await seen(whole)).toBe('');
  expect(await seen(whole.replace('<p>', '<p style="color: #bbb">'))).toMatch(
    /360 light: axe color-contrast/,
  );
  expect(
    await seen(
      whole.replace('<p>', '<style>@media (prefers-color-scheme: dark) { p { color: #eee } }</style><p>'),
    ),
  ).toMatch(/768 dark: axe color-contrast/);
  expect(await seen(`${whole}<img src="x">`)).toMatch(/1440 light: axe image-alt/);
  expect(await seen(`${whole}<h1>Noch eine</h1>`)).toMatch(/768 light: 2 first headings/);
  expect(await seen(`<a href="/b">Vorher</a>${whole}`)).toMatch(/Tab comes to something before the way out/);
  expect(await seen(`${whole}<p style="width: 800px">Breit</p>`)).toMatch(/360 light: 440 px too wide/);
  expect(await seen(`${whole}<p style="width: 30rem">Groß</p>`)).toMatch(
    /200 % text at 768: \d+ px too wide/,
  );
  const outside = '<div style="overflow: hidden"><p style="margin-left: -50px">Hinaus</p></div>';
  expect(await seen(whole + outside)).toMatch(/-50 to .* px: p “Hinaus”/);
  const cut = '<p style="width: 50px; overflow: hidden; white-space: nowrap">Abgeschnittenes</p>';
  expect(await seen(whole + cut)).toMatch(/cut off: p “Abgeschnittenes”/);
  const long = 'x'.repeat(400);
  const sideways = (how: string) =>
    `<div ${how} style="height: 40px; overflow-y: auto"><p style="overflow-wrap: normal">${long}</p></div>`;
  expect(await seen(whole + sideways(''))).toMatch(/scrolls sideways by \d+ px: div “xxx/);
  expect(await seen(whole + sideways('data-sideways'))).not.toMatch(/scrolls sideways/);
  await html(`<button style="width: 44px; height: 40px">Klein</button><p>In <a href="/">Worten</a></p>`);
  expect(await touchFaults(page)).toEqual(['44 × 40 px for a thumb: Klein']);
  await leave();
});

const host = 'http://screens.localhost';
const parts = 4;
for (let part = 0; part < parts; part++)
  test(`every screen in every state, ${part + 1} of ${parts}`, async () => {
    const { page, complaints, leave } = await visit('desk', host);
    await page.route(`${host}/**`, (route) =>
      route.fulfill({ path: join(pictures(), new URL(route.request().url()).pathname) }),
    );
    const round = beginRound();
    for (const name of pictureNames().filter((_, i) => i % parts === part)) {
      await page.goto(`${host}/${name}.html`);
      await page.evaluate(() => document.fonts.ready);
      await round.look(page, name, routes[routeOf(name) ?? '']?.of === 'seekers');
      for (const complaint of complaints.splice(0)) throw new Error(`${name}: ${complaint}`);
    }
    await leave();
    round.end(test.info());
  });

test('every screen has room for a thumb', async () => {
  const { page, leave } = await visit('phone', host, { hasTouch: true, isMobile: true });
  await page.route(`${host}/**`, (route) =>
    route.fulfill({ path: join(pictures(), new URL(route.request().url()).pathname) }),
  );
  const faults: string[] = [];
  for (const name of pictureNames().filter((one) => one !== 'components')) {
    await page.goto(`${host}/${name}.html`);
    faults.push(...(await touchFaults(page)).map((fault) => `${name} → ${fault}`));
  }
  expect(faults).toEqual([]);
  await leave();
});

/** What a real server fills them with; all their states are in the pictures. Each is looked at in every way with FULL=1. */
const isBrief = process.env.FULL !== '1';
const addressesFor = (live: Live): string[] =>
  Object.keys(routes).filter((route) => routes[route]!.live.includes(live));
const isSettled = (page: Page): Promise<void> => expect(page.getByText('Wird geladen')).toHaveCount(0);

/** Seekers' pages leave the same few letters in the history, whichever it was. */
async function isNeutral(page: Page): Promise<void> {
  expect(await page.title()).toBe('Seite');
  expect(new URL(page.url()).pathname).toMatch(/^\/([hwnks]|a\/[0-9a-hjkmnp-tv-z]{8}|nirgends)?$/);
}

async function codes({ origin, altstadt }: House): Promise<{ topic: string; centre: string }> {
  const read = async (path: string) => (await fetch(`${origin}${path}`)).json();
  const { topics } = await read('/api/topics');
  const { code } = await read(`/api/centres/${altstadt.centre}`);
  return { topic: topics[0].code, centre: code };
}

test('live: what anyone is shown', async ({ house, someone }) => {
  const { page } = await someone('desk');
  const { topic, centre } = await codes(house);
  const paths: Record<string, string> = {
    ...{ home: '/', help: '/h', nowhere: '/nirgends' },
    ...{ topic: `/a/${topic}`, centre: `/a/${centre}` },
  };
  const round = beginRound(isBrief);
  for (const route of addressesFor('anyone')) {
    await page.goto(paths[route] ?? route);
    await isSettled(page);
    await isNeutral(page);
    await round.look(page, route, true);
  }
  round.end(test.info());
});

test('live: what a seeker is shown', async ({ someone }) => {
  const { page } = await someone('desk');
  const round = beginRound(isBrief);
  await findCentre(page);
  await write(page, story);
  await round.look(page, 'the sheet', true);
  await page.getByRole('button', { name: 'Weiter', exact: true }).click();
  const keys = await readKeys(page);
  await round.look(page, 'the way back', true);
  await agreeAndSend(page, keys);
  expect(addressesFor('seeker')).toEqual(['/n', '/k']);
  await isNeutral(page);
  await round.look(page, '/n', true);
  await page.getByRole('link', { name: 'Zur Beratung' }).click();
  await expect(page.getByRole('log')).toContainText(story);
  await isNeutral(page);
  await round.look(page, '/k', true);
  round.end(test.info());
});

async function signInStaff(page: Page, { signInName, phrase }: StaffPlan): Promise<void> {
  await page.goto('/b');
  await expect(page.locator('form[data-ready]')).toBeVisible();
  await page.getByLabel('Anmeldename').fill(signInName);
  await page.getByLabel('Satz oder Passwort').fill(phrase);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByRole('button', { name: 'Abmelden' })).toBeVisible({ timeout: 30_000 });
}

const draftFor = ({ administrator, topicIds }: House): Promise<string> => {
  const { fields, areas } = centres[0]!;
  const everywhere = areas.map((area) => ({ ...area, topic: null }));
  return draftCentre(administrator, { ...fields, name: 'Müllheim', topics: topicIds }, everywhere);
};

async function newFounder(house: House): Promise<StaffPlan> {
  const nora = { name: 'Nora Brandt', signInName: 'nora-brandt', phrase: phraseOf('zaun') };
  const { path } = await inviteLead(house.administrator, await draftFor(house));
  await joinBy(house.newWorld(), path, nora);
  return nora;
}

const staff: Partial<Record<Live, (house: House) => Promise<StaffPlan>>> = {
  lead: async () => eva,
  administrator: async () => franz,
  founder: newFounder,
};
for (const [live, whoIs] of Object.entries(staff) as [Live, NonNullable<(typeof staff)[Live]>][])
  test(`live: what staff are shown, as ${live}`, async ({ house, someone }) => {
    const { page } = await someone('desk');
    const round = beginRound(isBrief);
    await signInStaff(page, await whoIs(house));
    for (const route of addressesFor(live)) {
      await page.evaluate((to) => history.pushState(null, '', to), route);
      await isSettled(page);
      await round.look(page, route, false);
    }
    round.end(test.info());
  });

test('live: what someone invited is shown', async ({ house, someone }) => {
  const { page } = await someone('desk');
  const round = beginRound(isBrief);
  const { path } = await inviteLead(house.administrator, await draftFor(house));
  await page.goto(path);
  await expect(page.getByLabel('Anmeldename')).toBeVisible();
  await round.look(page, '/i/:invitation', false);
  await page.goto('/i/AAAAAAAAAAAAAAAAAAAAAA');
  await isSettled(page);
  await round.look(page, 'an invitation that leads nowhere', false);
  round.end(test.info());
});
