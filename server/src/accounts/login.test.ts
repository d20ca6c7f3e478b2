import { limits } from '@beistand/contract';
import { toBase64url } from '@beistand/wire';
import { client, ready } from '@serenity-kit/opaque';
import { expect, test } from 'vitest';
import { Browser } from '../testing/browser.ts';
import { openHouses } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { newName } from '../testing/registration.ts';
import { register, signIn, startLogin } from '../testing/sign-in.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const wide = { ...limits, registrations: [{ most: 1000, seconds: 3600 }] };
const houses = await openHouses(database, wide);
const { app, one, two, clock } = houses;
const ada = await register(houses, one, database.owner);

test('name and phrase give back everything an account is, and a session', async () => {
  const browser = one.stranger();
  const signedIn = await signIn(browser, ada.name);
  expect(signedIn).toMatchObject({
    bundle: ada.account.bundle,
    wrap: ada.account.passwordWrap,
    state: { version: 1, bytes: ada.account.state },
  });
  const me = await browser.ask('me', {});
  expect(me).toMatchObject({ account: signedIn.account, share: signedIn.share, kind: 'staff' });
  expect(me.idleUntil).toBe(clock.now + 1000 * limits.sessions.staff.idle);
  expect(me.absoluteUntil).toBe(clock.now + 1000 * limits.sessions.staff.absolute);
});

test('the name counts without regard to case', async () => {
  await signIn(one.stranger(), ada.name.toUpperCase());
});

test('a wrong phrase, an unknown name and a state of another host are refused alike', async () => {
  const browser = one.stranger();
  const wrong = await startLogin(browser, ada.name, 'nicht diese worte bitte');
  expect(await browser.refusal('loginFinish', wrong)).toBe('400 FORMAT'); // ke2 is not part of the shape
  for (const name of [ada.name, newName()]) {
    const { login, ke3 } = await startLogin(browser, name, 'nicht diese worte bitte');
    expect(await browser.refusal('loginFinish', { login, ke3 })).toBe('401 LOGIN');
  }
  const { login, ke3 } = await startLogin(browser, ada.name);
  expect(await two.stranger().refusal('loginFinish', { login, ke3 })).toBe('401 LOGIN');
  expect(browser.cookie).toBeNull();
});

test('a sign-in state works once and for a minute', async () => {
  const browser = one.stranger();
  const first = await startLogin(browser, ada.name);
  const again = { login: first.login, ke3: first.ke3 };
  await browser.ask('loginFinish', again);
  expect(await browser.refusal('loginFinish', again)).toBe('401 LOGIN');
  const { login, ke3 } = await startLogin(browser, ada.name);
  expect(await browser.refusal('loginFinish', { login, ke3: 'A'.repeat(86) })).toBe('401 LOGIN');
  expect(await browser.refusal('loginFinish', { login, ke3 })).toBe('401 LOGIN');
  const late = await startLogin(browser, ada.name);
  clock.now += 61_000;
  expect(await browser.refusal('loginFinish', { login: late.login, ke3: late.ke3 })).toBe('401 LOGIN');
});

test('a second factor nobody asked for is refused, only after the phrase was right', async () => {
  const browser = one.stranger();
  const factor = { kind: 'totp', value: 'AAAA' };
  const wrong = await startLogin(browser, ada.name, 'nicht diese worte bitte');
  expect(await browser.refusal('loginFinish', { login: wrong.login, ke3: wrong.ke3, factor })).toBe(
    '401 LOGIN',
  );
  const { login, ke3 } = await startLogin(browser, ada.name);
  expect(await browser.refusal('loginFinish', { login, ke3, factor })).toBe('401 FACTOR');
  expect(browser.cookie).toBeNull();
});

test('R14: known and unknown names: equal status, headers and size at start, and on refusal', async () => {
  await ready;
  const answerOf = async (path: string, payload: object) => {
    const answer = await app.inject({
      method: 'POST',
      url: path,
      payload,
      headers: { host: 'localhost', origin: 'http://localhost' },
    });
    const { date: _, ...headers } = answer.headers;
    const shape = Object.fromEntries(
      Object.entries(answer.json() as object).map(([name, value]) => [name, String(value).length]),
    );
    return { status: answer.statusCode, headers, bytes: answer.rawPayload.length, shape };
  };
  const ke1 = client.startLogin({ password: 'irgendeine' }).startLoginRequest;
  const bea = await register(houses, one, database.owner);
  const start = (name: string) => answerOf('/api/auth/login/start', { name, ke1 });
  expect(await start(newName())).toEqual(await start(bea.name));
  const recover = (name: string) => answerOf('/api/auth/recover/start', { name });
  expect(await recover(newName())).toEqual(await recover(bea.name));
  const finish = async (name: string) => {
    const { login, ke3 } = await startLogin(one.stranger(), name, 'falsch und lang genug');
    return answerOf('/api/auth/login/finish', { login, ke3 });
  };
  expect(await finish(newName())).toEqual(await finish(bea.name));
  const recovered = async (name: string) => {
    const { ticket } = await one.stranger().ask('recoverStart', { name });
    return answerOf('/api/auth/recover/finish', { ticket, signature: toBase64url(random(64)) });
  };
  expect(await recovered(newName())).toEqual(await recovered(bea.name));
});

test('R9: ten tries a quarter of an hour, then each waits twice as long, up to five minutes: known or not, never locked', async () => {
  const eve = await register(houses, one, database.owner);
  for (const name of [eve.name, newName()]) {
    clock.now += 3_600_000;
    const browser = one.stranger();
    const ke1 = client.startLogin({ password: 'geraten' }).startLoginRequest;
    const tryOnce = async () => {
      const { status, body } = await browser.say('loginStart', { name, ke1 });
      return status === 429 && 'after' in body ? body.after! : status;
    };
    for (let i = 0; i < 10; i++) expect(await tryOnce()).toBe(200);
    const waits: number[] = [];
    for (let i = 0; i < 7; i++) {
      const after = await tryOnce();
      waits.push(after);
      clock.now += 1000 * (after - 1);
      expect(await tryOnce()).toBe(1);
      clock.now += 1000;
      expect(await tryOnce()).toBe(200);
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300]);
  }
  // The one who knows the phrase gets in, and the failures before are forgotten.
  clock.now += 300_000;
  await signIn(one.stranger(), eve.name);
  for (let i = 0; i < 10; i++) await startLogin(one.stranger(), eve.name);
});

test('R9: a stranger who takes every turn keeps nobody of another network out', async () => {
  const eve = await register(houses, one, database.owner);
  const ke1 = client.startLogin({ password: 'geraten' }).startLoginRequest;
  const flood = one.stranger();
  for (let i = 0; i < 10; i++) await flood.say('loginStart', { name: eve.name, ke1 });
  expect(await flood.refusal('loginStart', { name: eve.name, ke1 })).toBe('429 SLOW');
  const elsewhere = {
    inject: ((options: object) =>
      app.inject({ ...options, remoteAddress: '203.0.113.9' })) as typeof app.inject,
  };
  await signIn(new Browser(elsewhere, one.host), eve.name);
});

test('many at once count one by one', async () => {
  const name = newName();
  const ke1 = client.startLogin({ password: 'geraten' }).startLoginRequest;
  const tries = Array.from({ length: 30 }, () => new Browser(app).say('loginStart', { name, ke1 }));
  const statuses = (await Promise.all(tries)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(10);
  expect(statuses.filter((status) => status === 429)).toHaveLength(20);
});
