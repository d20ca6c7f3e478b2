import { limits } from '@beistand/contract';
import { expect, test } from 'vitest';
import { openHouses } from '../testing/houses.ts';
import { register, signIn, startLogin } from '../testing/sign-in.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const houses = await openHouses(database, { ...limits, registrations: [{ most: 1000, seconds: 3600 }] });
const { one, clock } = houses;

test('brings what a sign-in brought but for the wrap, as long as the session lives', async () => {
  const ada = await register(houses, one, database.owner);
  const browser = one.stranger();
  const { wrap: _, ...signedIn } = await signIn(browser, ada.name);
  expect(await browser.ask('resume', {})).toEqual(signedIn);
  await browser.ask('logout', {});
  expect(await browser.refusal('resume', {})).toBe('401 SESSION');
  await signIn(browser, ada.name);
  clock.now += 1000 * limits.sessions.staff.idle + 1000;
  expect(await browser.refusal('resume', {})).toBe('401 SESSION');
});

test('the phrase once more renews the same session, share and all; in another’s it changes nothing', async () => {
  const [ada, bea] = [
    await register(houses, one, database.owner),
    await register(houses, one, database.owner),
  ];
  const before = await ada.browser.ask('me', {});
  const { cookie } = ada.browser;
  clock.now += 1000 * limits.sessions.freshSeconds + 1000;
  const renewed = await startLogin(ada.browser, ada.name);
  const answer = await ada.browser.ask('loginFinish', {
    login: renewed.login,
    ke3: renewed.ke3,
    renews: true,
  });
  expect(answer.share).toBe(before.share);
  expect(ada.browser.cookie).toBe(cookie);
  const after = await ada.browser.ask('me', {});
  expect(after.absoluteUntil).toBe(clock.now + 1000 * limits.sessions.staff.absolute);
  for (const browser of [bea.browser, one.stranger()]) {
    const { login, ke3 } = await startLogin(browser, ada.name);
    expect(await browser.refusal('loginFinish', { login, ke3, renews: true })).toBe('401 SESSION');
  }
  expect((await bea.browser.ask('me', {})).account).not.toBe(after.account);
});
