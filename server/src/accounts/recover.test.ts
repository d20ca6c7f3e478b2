import { limits } from '@beistand/contract';
import { type Bytes, cat, toBase64url, u16, utf8 } from '@beistand/wire';
import { expect, test } from 'vitest';
import type { Browser } from '../testing/browser.ts';
import { openHouses } from '../testing/houses.ts';
import { newIdentity } from '../testing/identity.ts';
import { newName } from '../testing/registration.ts';
import { register, signIn } from '../testing/sign-in.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const houses = await openHouses(database, { ...limits, registrations: [{ most: 1000, seconds: 3600 }] });
const { one, clock } = houses;

/** The key of a recovery code: any key of ours signs under its label. */
const code = await newIdentity(2);
const recoveryKey = toBase64url(code.bundle.edPk);
const registerWithCode = () =>
  register(houses, one, database.owner, 'Lindenwerk', (account) => ({ ...account, recoveryKey }));

async function start(browser: Browser, name: string, sign: (signed: Bytes) => Bytes) {
  const { nonce, ticket } = await browser.ask('recoverStart', { name });
  const instance = utf8((await browser.ask('organisation', {})).instance);
  const signed = cat(Buffer.from(nonce, 'base64url'), u16(instance.length), instance);
  return { ticket, signature: toBase64url(sign(signed)) };
}
const withCode = (signed: Bytes) => code.sign('rc-sign', signed);

test('the code opens the account and ends every other session', async () => {
  const ada = await registerWithCode();
  const other = one.stranger();
  await signIn(other, ada.name);
  const browser = one.stranger();
  const signedIn = await browser.ask('recoverFinish', await start(browser, ada.name, withCode));
  expect(signedIn).toMatchObject({ wrap: ada.account.recoveryWrap, bundle: ada.account.bundle });
  await browser.ask('me', {});
  for (const gone of [other, ada.browser]) expect(await gone.refusal('me', {})).toBe('401 SESSION');
});

test('wrong code, unknown name, used or late ticket, unknown factor', async () => {
  const ada = await registerWithCode();
  const browser = one.stranger();
  const refusal = (sent: Awaited<ReturnType<typeof start>>, more = {}) =>
    browser.refusal('recoverFinish', { ...sent, ...more });
  const wrong = await newIdentity(2);
  expect(await refusal(await start(browser, ada.name, (m) => wrong.sign('rc-sign', m)))).toBe('401 LOGIN');
  expect(await refusal(await start(browser, ada.name, (m) => code.sign('log', m)))).toBe('401 LOGIN');
  expect(await refusal(await start(browser, newName(), withCode))).toBe('401 LOGIN');
  const factor = { kind: 'passkey', value: 'AAAA' };
  expect(await refusal(await start(browser, ada.name, withCode), { factor })).toBe('401 FACTOR');
  const late = await start(browser, ada.name, withCode);
  clock.now += 600_001;
  expect(await refusal(late)).toBe('401 LOGIN');
  const used = await start(browser, ada.name, withCode);
  expect(await refusal(used)).toBe('200');
  expect(await refusal(used)).toBe('401 LOGIN');
});

test('R9: ten recoveries an hour and name, known or not', async () => {
  const ada = await registerWithCode();
  for (const name of [ada.name, newName()]) {
    const browser = one.stranger();
    const { most, seconds } = limits.recoveries;
    for (let i = 0; i < most; i++) expect(await browser.refusal('recoverStart', { name })).toBe('200');
    expect(await browser.refusal('recoverStart', { name })).toBe('429 SLOW');
    clock.now += 1000 * seconds;
    expect(await browser.refusal('recoverStart', { name })).toBe('200');
  }
});
