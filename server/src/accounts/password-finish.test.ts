import { limits } from '@beistand/contract';
import { client } from '@serenity-kit/opaque';
import { expect, test } from 'vitest';
import type { Browser } from '../testing/browser.ts';
import { openHouses } from '../testing/houses.ts';
import { keyStretching } from '../testing/registration.ts';
import { type Registered, register, signIn, startLogin } from '../testing/sign-in.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const houses = await openHouses(database, { ...limits, registrations: [{ most: 1000, seconds: 3600 }] });
const { one, clock } = houses;
const newPassword = 'neun neue nüsse liegen nachts im nest';

async function change(browser: Browser, { account }: Registered, version = 1) {
  const started = client.startRegistration({ password: newPassword });
  const { response, ticket } = await browser.ask('registerStart', { request: started.registrationRequest });
  const { instance } = await browser.ask('organisation', {});
  const { registrationRecord } = client.finishRegistration({
    password: newPassword,
    clientRegistrationState: started.clientRegistrationState,
    registrationResponse: response,
    identifiers: { server: `ccp1:${instance}` },
    keyStretching,
  });
  const { passwordWrap } = account;
  return { ticket, version, registration: registrationRecord, passwordWrap };
}

test('the new phrase works, the old one does not, other sessions end', async () => {
  const ada = await register(houses, one, database.owner);
  const other = one.stranger();
  await signIn(other, ada.name);
  expect(await ada.browser.ask('passwordFinish', await change(ada.browser, ada))).toEqual({ version: 2 });
  await ada.browser.ask('me', {});
  expect(await other.refusal('me', {})).toBe('401 SESSION');
  const again = one.stranger();
  await signIn(again, ada.name, newPassword);
  expect((await again.ask('me', {})).credentialVersion).toBe(2);
  const old = await startLogin(one.stranger(), ada.name);
  expect(await one.stranger().refusal('loginFinish', { login: old.login, ke3: old.ke3 })).toBe('401 LOGIN');
});

test('of two changes at once one counts, and a sign-in started before it no longer finishes', async () => {
  const ada = await register(houses, one, database.owner);
  const started = await startLogin(one.stranger(), ada.name);
  const both = [await change(ada.browser, ada), await change(ada.browser, ada)];
  const said = await Promise.all(both.map((sent) => ada.browser.refusal('passwordFinish', sent)));
  expect(said.sort()).toEqual(['200', '409 AGAIN']);
  const { login, ke3 } = started;
  expect(await one.stranger().refusal('loginFinish', { login, ke3 })).toBe('401 LOGIN');
});

test('a ticket is good once and for its owner alone', async () => {
  const ada = await register(houses, one, database.owner);
  const ben = await register(houses, one, database.owner);
  const mine = await change(ada.browser, ada);
  const stolen = { ...(await change(ben.browser, ben)), ticket: mine.ticket };
  expect(await ben.browser.refusal('passwordFinish', stolen)).toBe('400 TICKET');
  expect(await ada.browser.refusal('passwordFinish', mine)).toBe('200');
  expect(await ada.browser.refusal('passwordFinish', { ...mine, version: 2 })).toBe('400 TICKET');
});

test("a wrap of another account's is refused", async () => {
  const ada = await register(houses, one, database.owner);
  const ben = await register(houses, one, database.owner);
  const sent = { ...(await change(ada.browser, ada)), passwordWrap: ben.account.passwordWrap };
  expect(await ada.browser.refusal('passwordFinish', sent)).toBe('400 FORMAT');
});

test('the phrase must have been proven lately', async () => {
  const ada = await register(houses, one, database.owner);
  clock.now += 1000 * limits.sessions.freshSeconds;
  expect(await ada.browser.refusal('passwordFinish', await change(ada.browser, ada))).toBe('200');
  clock.now += 1;
  expect(await ada.browser.refusal('passwordFinish', await change(ada.browser, ada, 2))).toBe('401 FRESH');
});

test('code and phrase change together or not at all', async () => {
  const ada = await register(houses, one, database.owner);
  const recovery = { wrap: ada.account.recoveryWrap, key: 'A'.repeat(43) };
  const read = () =>
    database.owner.kysely
      .selectFrom('credentials')
      .select(['recovery_key', 'version'])
      .where('account_id', '=', ada.identity.account)
      .executeTakeFirstOrThrow();
  const before = await read();
  const sent = { ...(await change(ada.browser, ada, 7)), recovery };
  expect(await ada.browser.refusal('passwordFinish', sent)).toBe('409 AGAIN');
  expect(await read()).toEqual(before);
  await ada.browser.ask('passwordFinish', { ...(await change(ada.browser, ada)), recovery });
  expect(await read()).toEqual({ version: 2, recovery_key: new Uint8Array(32) });
});

test('a version that no column holds is no version', async () => {
  const ada = await register(houses, one, database.owner);
  for (const version of [2 ** 31 - 1, Number.MAX_SAFE_INTEGER - 1])
    expect(await ada.browser.refusal('passwordFinish', await change(ada.browser, ada, version))).toBe(
      '400 FORMAT',
    );
});
