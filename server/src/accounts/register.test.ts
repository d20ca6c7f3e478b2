import { limits } from '@beistand/contract';
import { toBase64url } from '@beistand/wire';
import { client, ready } from '@serenity-kit/opaque';
import { expect, test } from 'vitest';
import { inviteAdministrator } from '../organisations/operator.ts';
import type { Browser } from '../testing/browser.ts';
import { openHouses } from '../testing/houses.ts';
import { newIdentity } from '../testing/identity.ts';
import { newAccount, newName, password, solveProof } from '../testing/registration.ts';
import { register, signIn } from '../testing/sign-in.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const houses = await openHouses(database, {
  ...limits,
  registrations: [{ most: 1000, seconds: 3600 }],
  proofs: { most: 1000, seconds: 3600 },
  proof: { ...limits.proof, cost: 1, prefix: '0', usualPerHour: 10 },
});
const { one, two, clock } = houses;
await ready;
const request = () => client.startRegistration({ password }).registrationRequest;
const invite = async () => toBase64url((await inviteAdministrator(database.owner, 'Lindenwerk'))!.invitation);
const fresh = async (browser: Browser, name = newName()) => newAccount(browser, await newIdentity(2), name);

test('a registration costs a proof of work, and each proof pays once', async () => {
  const browser = one.stranger();
  expect(await browser.refusal('registerStart', { request: request() })).toBe('400 POW');
  const proof = await solveProof(browser);
  await browser.ask('registerStart', { request: request(), proof });
  expect(await browser.refusal('registerStart', { request: request(), proof })).toBe('400 POW');
});

test('a malformed request is refused before the proof is spent', async () => {
  const browser = one.stranger();
  const proof = await solveProof(browser);
  expect(await browser.refusal('registerStart', { request: 'A'.repeat(43), proof })).toBe('400 FORMAT');
  await browser.ask('registerStart', { request: request(), proof });
});

test('an expired, altered or home-made proof is none', async () => {
  const browser = one.stranger();
  const late = await solveProof(browser);
  clock.now += 1000 * limits.proof.seconds + 1;
  expect(await browser.refusal('registerStart', { request: request(), proof: late })).toBe('400 POW');
  const { challenge, solution } = JSON.parse(Buffer.from(await solveProof(browser), 'base64').toString());
  const cheaper = [
    { challenge: { ...challenge, parameters: { ...challenge.parameters, keyPrefix: '' } }, solution },
    { challenge: { ...challenge, parameters: { ...challenge.parameters, data: { until: 9e15 } } }, solution },
    { challenge, solution: { ...solution, counter: solution.counter + 1 } },
    { challenge: { ...challenge, signature: '00' }, solution },
    { challenge, solution: null },
    null,
  ];
  for (const payload of cheaper) {
    const proof = Buffer.from(JSON.stringify(payload)).toString('base64').padEnd(16, '=');
    expect(await browser.refusal('registerStart', { request: request(), proof })).toBe('400 POW');
  }
});

test('proofs grow dearer when more are spent than usual', async () => {
  const browser = one.stranger();
  const costOf = async () =>
    JSON.parse((await browser.ask('proofChallenge', {})).challenge).parameters.cost as number;
  clock.now += 3_600_000;
  expect(await costOf()).toBe(1);
  for (let i = 0; i < 3 * 10; i++) {
    clock.now += 1000;
    await browser.ask('registerStart', { request: request(), proof: await solveProof(browser) });
  }
  expect(await costOf()).toBe(3);
});

test('a ticket makes one account, within ten minutes, on its own host', async () => {
  const browser = one.stranger();
  const account = await fresh(browser);
  const redeem = async (changed: typeof account, by = browser) =>
    by.refusal('redeemInvitation', {
      invitation: await invite(),
      account: changed,
      name: 'Franz',
      mac: null,
    });
  expect(await redeem({ ...account, ticket: 'A'.repeat(120) })).toBe('400 TICKET');
  expect(await redeem(account)).toBe('200');
  const second = { ...(await fresh(browser)), ticket: account.ticket };
  expect(await redeem(second, one.stranger())).toBe('400 TICKET');
  const elsewhere = { ...(await fresh(one.stranger())), ticket: (await fresh(two.stranger())).ticket };
  expect(await redeem(elsewhere, one.stranger())).toBe('400 TICKET');
  const late = await fresh(one.stranger());
  clock.now += 600_001;
  expect(await redeem(late, one.stranger())).toBe('400 TICKET');
});

test('a refused registration leaves its ticket good, so only the name changes', async () => {
  const taken = await register(houses, one, database.owner);
  const browser = one.stranger();
  const account = await fresh(browser, taken.name.toUpperCase());
  const send = { invitation: await invite(), name: 'Franz', mac: null };
  expect(await browser.refusal('redeemInvitation', { ...send, account })).toBe('409 HANDLE_TAKEN');
  const name = newName();
  await browser.ask('redeemInvitation', { ...send, account: { ...account, name } });
  await signIn(one.stranger(), name);
});

test('R9: a ticket tells of twenty names whether they are taken, not of a list', async () => {
  const taken = await register(houses, one, database.owner);
  const browser = one.stranger();
  const account = await fresh(browser, taken.name);
  const send = { invitation: await invite(), name: 'Franz', mac: null };
  for (let i = 0; i < limits.namesPerTicket.most; i++)
    expect(await browser.refusal('redeemInvitation', { ...send, account })).toBe('409 HANDLE_TAKEN');
  expect(await browser.refusal('redeemInvitation', { ...send, account })).toBe('400 TICKET');
  const { ticket } = await fresh(browser, taken.name);
  expect(await browser.refusal('redeemInvitation', { ...send, account: { ...account, ticket } })).toBe(
    '409 HANDLE_TAKEN',
  );
});

test("the same name in the other organisation is somebody else's", async () => {
  const here = await register(houses, one, database.owner);
  const there = two.stranger();
  const invitation = toBase64url((await inviteAdministrator(database.owner, 'Ulmenhof'))!.invitation);
  const account = await fresh(there, here.name);
  await there.ask('redeemInvitation', { invitation, account, name: 'Franz', mac: null });
});

test('a ticket someone signed in got without a proof makes no account', async () => {
  const { browser } = await register(houses, one, database.owner);
  const { ticket } = await browser.ask('registerStart', { request: request() });
  const stranger = one.stranger();
  const account = { ...(await fresh(stranger)), ticket };
  const sent = { invitation: await invite(), account, name: 'Franz', mac: null };
  expect(await stranger.refusal('redeemInvitation', sent)).toBe('400 TICKET');
});

test('wraps and state of another account, and a bundle it did not sign, are refused', async () => {
  const browser = one.stranger();
  const account = await fresh(browser);
  const other = await fresh(one.stranger());
  const { bundle } = account;
  const flipped = `${bundle.slice(0, -2)}${bundle.at(-2) === 'A' ? 'B' : 'A'}${bundle.at(-1)}`;
  const cases = [
    [{ passwordWrap: other.passwordWrap }, '400 FORMAT'],
    [{ recoveryWrap: account.passwordWrap }, '400 FORMAT'],
    [{ state: other.state }, '400 FORMAT'],
    [{ registration: account.registration.slice(4) }, '400 FORMAT'],
    [{ bundle: flipped }, '400 SIGNATURE'],
  ] as const;
  for (const [change, refusal] of cases) {
    const sent = { invitation: await invite(), account: { ...account, ...change }, name: 'Franz', mac: null };
    expect(await browser.refusal('redeemInvitation', sent)).toBe(refusal);
  }
  const seeker = await newAccount(one.stranger(), await newIdentity(1), newName());
  const sent = { invitation: await invite(), account: seeker, name: 'Franz', mac: null };
  expect(await browser.refusal('redeemInvitation', sent)).toBe('400 FORMAT');
});
