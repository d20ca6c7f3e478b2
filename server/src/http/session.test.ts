import { limits } from '@beistand/contract';
import { expect, test } from 'vitest';
import { Browser } from '../testing/browser.ts';
import { openHouses } from '../testing/houses.ts';
import { register, signIn } from '../testing/sign-in.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const houses = await openHouses(database, { ...limits, registrations: [{ most: 1000, seconds: 3600 }] });
const { app, one, two, clock } = houses;
const ada = await register(houses, one, database.owner);
const sessionCount = async () =>
  (await database.owner.kysely.selectFrom('sessions').select('sid_hash').execute()).length;
const signedIn = async () => {
  const browser = one.stranger();
  await signIn(browser, ada.name);
  return browser;
};
const withCookie = (cookie: string | null, host = one.host) => {
  const browser = new Browser(app, host);
  browser.cookie = cookie;
  return browser;
};

test('the cookie: strict, out of scripts’ reach, plain by http on this machine and __Host- elsewhere', async () => {
  const tabAt = (host: string, origin: string) =>
    app.inject({
      method: 'POST',
      url: '/api/tab',
      headers: { host, origin },
    });
  const local = await tabAt('localhost:3000', 'http://localhost:3000');
  expect(local.headers['set-cookie']).toMatch(/^sid=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  const { owner } = database;
  await owner.kysely
    .insertInto('organisation_hosts')
    .values({ host: 'beratung.example', organisation_id: one.id, is_default: true })
    .execute();
  clock.now += 6_000; // hosts are read again
  const away = await tabAt('beratung.example', 'https://beratung.example');
  expect(away.headers['set-cookie']).toMatch(
    /^__Host-sid=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
  expect((await tabAt('beratung.example', 'http://beratung.example')).statusCode).toBe(403);
});

test('the database holds the hash alone', async () => {
  const browser = await signedIn();
  const sid = Buffer.from(browser.cookie!.split('=')[1]!, 'base64url');
  const rows = await database.owner.kysely.selectFrom('sessions').selectAll().execute();
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows)
    expect(Object.values(row).some((value) => value instanceof Uint8Array && sid.equals(value))).toBe(false);
});

test('idle and absolute limits end a session; use moves only the idle one, once a minute', async () => {
  const { idle, absolute } = limits.sessions.staff;
  const browser = await signedIn();
  const first = (await browser.ask('me', {})).idleUntil;
  clock.now += 59_000;
  expect((await browser.ask('me', {})).idleUntil).toBe(first);
  clock.now += 1_000;
  expect((await browser.ask('me', {})).idleUntil).toBe(first + 60_000);
  clock.now += 1000 * idle;
  expect(await browser.refusal('me', {})).toBe('401 SESSION');
  const busy = await signedIn();
  const { absoluteUntil } = await busy.ask('me', {});
  expect(absoluteUntil).toBe(clock.now + 1000 * absolute);
  while (clock.now + 1000 * (idle - 60) < absoluteUntil) {
    clock.now += 1000 * (idle - 60);
    await busy.ask('me', {});
  }
  expect((await busy.ask('me', {})).idleUntil).toBe(absoluteUntil);
  clock.now = absoluteUntil;
  expect(await busy.refusal('me', {})).toBe('401 SESSION');
});

test("a session is nothing on another organisation's host", async () => {
  const browser = await signedIn();
  expect(await withCookie(browser.cookie, two.host).refusal('me', {})).toBe('401 SESSION');
  expect(await withCookie(browser.cookie).refusal('me', {})).toBe('200');
});

test('a tab keeps one share until it is forgotten', async () => {
  const browser = one.stranger();
  const made = await browser.ask('tab', {});
  expect(made.until).toBe(clock.now + 24 * 3_600_000);
  expect(await browser.ask('tab', {})).toEqual(made);
  expect(await browser.refusal('me', {})).toBe('401 SESSION');
  const { cookie } = browser;
  await browser.ask('forget', {});
  expect(browser.cookie).toBeNull();
  expect((await withCookie(cookie).ask('tab', {})).share).not.toBe(made.share);
  const other = one.stranger();
  const { share } = await other.ask('tab', {});
  clock.now += 24 * 3_600_000;
  expect((await other.ask('tab', {})).share).not.toBe(share);
});

test('forgetting leaves an account signed in; a beacon without a body forgets too', async () => {
  const browser = await signedIn();
  await browser.ask('forget', {});
  await browser.ask('me', {});
  const tab = one.stranger();
  await tab.ask('tab', {});
  const before = await sessionCount();
  const answer = await app.inject({
    method: 'POST',
    url: '/api/forget',
    headers: {
      host: one.host,
      origin: `http://${one.host}`,
      'content-type': 'text/plain;charset=UTF-8',
      cookie: tab.cookie!,
    },
  });
  expect(answer.statusCode).toBe(200);
  expect(await sessionCount()).toBe(before - 1);
});

test('signing out ends the session for good and clears the site’s data', async () => {
  const browser = await signedIn();
  const { cookie } = browser;
  const answer = await app.inject({
    method: 'POST',
    url: '/api/auth/logout',
    headers: { host: one.host, origin: `http://${one.host}`, cookie: cookie! },
  });
  expect(answer.headers['clear-site-data']).toBe('"cache", "storage"');
  expect(await withCookie(cookie).refusal('me', {})).toBe('401 SESSION');
  await one.stranger().ask('logout', {});
});

test('the session before stays until the new cookie has been seen, so a lost answer takes nothing along', async () => {
  const browser = one.stranger();
  const { share } = await browser.ask('tab', {});
  const before = browser.cookie;
  await signIn(browser, ada.name); // its answer is lost: the browser still has the old cookie
  expect((await withCookie(before).ask('tab', {})).share).toBe(share);
  await browser.ask('me', {}); // it arrived
  expect((await withCookie(before).ask('tab', {})).share).not.toBe(share);
});

test('a refused request leaves the cookie alone', async () => {
  const browser = await signedIn();
  const { cookie } = browser;
  await browser.refusal('loginFinish', { login: 'A'.repeat(60), ke3: 'A'.repeat(86) });
  expect(browser.cookie).toBe(cookie);
  await browser.ask('me', {});
});

test('whoever leaves quickly ends the session, and the tab keeps its own mark', async () => {
  const ada = await one.seat('seeker');
  const headers = {
    host: one.host,
    origin: `http://${one.host}`,
    cookie: ada.browser.cookie!,
    'sec-fetch-site': 'same-origin',
    'sec-fetch-mode': 'no-cors',
  };
  const answer = await app.inject({ method: 'POST', url: '/api/auth/logout', headers });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).not.toHaveProperty('clear-site-data');
  expect(await ada.browser.refusal('me', {})).toBe('401 SESSION');
});

test('an address typed into the bar reads nothing of a session', async () => {
  const ada = await one.seat('seeker');
  const headers = { host: one.host, cookie: ada.browser.cookie!, 'sec-fetch-mode': 'navigate' };
  for (const url of ['/api/me', '/api/conversations'])
    expect((await app.inject({ url, headers })).json()).toMatchObject({ code: 'ORIGIN' });
  expect((await app.inject({ url: '/api/health', headers })).statusCode).toBe(200);
});
