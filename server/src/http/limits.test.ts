import { type Contract, contract, type Endpoint, limits, type Rate } from '@beistand/contract';
import { client, ready } from '@serenity-kit/opaque';
import { expect, test } from 'vitest';
import { Browser } from '../testing/browser.ts';
import { openHouses } from '../testing/houses.ts';
import { password, solveProof } from '../testing/registration.ts';
import { useDatabase } from '../testing/use-database.ts';
import { networkOf, openWindows } from './limits.ts';

await ready;
// The defaults; only the work of each proof is less, and there may be one for every registration tried.
const { app, one, clock } = await openHouses(await useDatabase(), {
  ...limits,
  proof: { ...limits.proof, cost: 1, prefix: '0' },
});

const ask = async (name: keyof Contract, body: () => unknown | Promise<unknown>, remoteAddress: string) => {
  const { method, path }: Endpoint = contract[name];
  const payload = JSON.stringify(await body());
  const answer = await app.inject({
    method,
    url: path,
    remoteAddress,
    headers: { host: one.host, origin: `http://${one.host}`, 'content-type': 'application/json' },
    ...(method !== 'GET' && { payload }),
  });
  return { status: answer.statusCode, body: answer.json(), retryAfter: answer.headers['retry-after'] };
};
const nothing = () => ({});

/** Exactly `most` pass, the next waits as long as it says, then they pass again; the neighbour network never waits. */
async function tryRate(name: keyof Contract, { most, seconds }: Rate, body: () => unknown, ok = 200) {
  clock.now += 24 * 3_600_000;
  const from = '198.51.100.7';
  for (let i = 0; i < most; i++) expect((await ask(name, body, from)).status).toBe(ok);
  clock.now += 1000;
  const refused = await ask(name, body, '198.51.100.200');
  expect(refused).toMatchObject({ status: 429, body: { code: 'SLOW', after: seconds - 1 } });
  expect(refused.retryAfter).toBe(String(seconds - 1));
  expect((await ask(name, body, '198.51.101.7')).status).toBe(ok);
  clock.now += 1000 * (seconds - 1);
  expect((await ask(name, body, from)).status).toBe(ok);
}

test('R9: requests per network', () => tryRate('health', limits.requests, nothing), 60_000);
test('R9: calls that are refused count too, before anything is looked up for them', async () => {
  clock.now += 24 * 3_600_000;
  const { transact } = app.world;
  let looks = 0;
  app.world.transact = (...args) => {
    looks += 1;
    return transact(...args);
  };
  const say = (url: string, headers: Record<string, string>) =>
    app.inject({ url, remoteAddress: '198.51.100.7', headers: { host: one.host, ...headers } });
  const cookie = `sid=${'A'.repeat(43)}`;
  for (let i = 0; i < limits.requests.most; i += 3) {
    expect((await say('/api/me', { cookie })).statusCode).toBe(401);
    expect((await say('/api/nothing', {})).statusCode).toBe(404);
    expect((await say('/api/live', {})).statusCode).toBe(403);
  }
  const before = looks;
  for (const url of ['/api/me', '/api/nothing', '/api/live'])
    expect((await say(url, { cookie })).json().code).toBe('SLOW');
  expect(looks).toBe(before);
  app.world.transact = transact;
}, 60_000);
test('R9: proofs per network', () => tryRate('proofChallenge', limits.proofs, nothing));
test('R9: tabs per network', () => tryRate('tab', limits.tabs, nothing));

let names = 0;
const newName = () => `name-${names++}`;
const ke1 = client.startLogin({ password }).startLoginRequest;
test('R9: sign-ins per network, whatever the names', () =>
  tryRate('loginStart', limits.signInsPerNetwork, () => ({ name: newName(), ke1 })));
test('R9: recoveries per network, whatever the names', () =>
  tryRate('recoverStart', limits.recoveriesPerNetwork, () => ({ name: newName() })));

const registration = async () => ({
  request: client.startRegistration({ password }).registrationRequest,
  proof: await solveProof(Object.assign(new Browser({ inject: fromElsewhere }), { host: one.host })),
});
/** Proofs are limited as well; they come from another network each time. */
let elsewhere = 0;
const fromElsewhere: typeof app.inject = ((options: object) =>
  app.inject({ ...options, remoteAddress: `203.0.${elsewhere++ % 200}.1` })) as typeof app.inject;

test('R9: five registrations an hour and network', () =>
  tryRate('registerStart', limits.registrations[0]!, registration));

test('R9: tries without a proof shut nobody out for longer than a minute', async () => {
  clock.now += 24 * 3_600_000;
  const from = '198.51.100.7';
  const { most, seconds } = limits.registrationTries;
  const empty = () => ({ request: client.startRegistration({ password }).registrationRequest });
  const tryAll = async () => {
    for (let i = 0; i < most - 1; i++)
      expect((await ask('registerStart', empty, from)).body.code).toBe('POW');
  };
  await tryAll();
  expect((await ask('registerStart', registration, from)).status).toBe(200);
  expect((await ask('registerStart', empty, from)).body.code).toBe('SLOW');
  clock.now += 1000 * seconds;
  expect((await ask('registerStart', registration, from)).status).toBe(200);
});

test('R9: twenty registrations a day and network', async () => {
  const [hourly, daily] = limits.registrations as [Rate, Rate];
  clock.now += 24 * 3_600_000;
  for (let i = 0; i < daily.most; i++) {
    if (i % hourly.most === 0) clock.now += 1000 * hourly.seconds;
    expect((await ask('registerStart', registration, '198.51.100.7')).status).toBe(200);
  }
  clock.now += 1000 * hourly.seconds;
  expect((await ask('registerStart', registration, '198.51.100.7')).status).toBe(429);
});

test('R9: whoever has a session pays neither proof nor count for a new password', async () => {
  const { browser } = await one.seat('seeker');
  const request = client.startRegistration({ password }).registrationRequest;
  for (let i = 0; i < 25; i++) expect(await browser.refusal('registerStart', { request })).toBe('200');
});

test('R9: a network is a /24 or a /48', () => {
  expect(networkOf('198.51.100.7')).toBe(networkOf('198.51.100.255'));
  expect(networkOf('198.51.100.7')).not.toBe(networkOf('198.51.101.7'));
  expect(networkOf('::ffff:198.51.100.7')).toBe(networkOf('198.51.100.7'));
  expect(networkOf('2001:db8:1:2::1')).toBe(networkOf('2001:0DB8:0001:ffff:1:2:3:4'));
  expect(networkOf('2001:db8:1::1')).not.toBe(networkOf('2001:db8:2::1'));
  expect(networkOf('2001:db8::1')).toBe(networkOf('2001:db8:0:5::'));
  expect(networkOf('1::2:3:4:5:6:7')).toBe(networkOf('1:0:2::'));
  expect(networkOf('fe80::1%eth0')).toBe(networkOf('fe80::2'));
});

test('R9: a clock set back does not lock anyone out', () => {
  let now = 1_000_000_000_000;
  const windows = openWindows(() => now);
  const rate = { most: 1, seconds: 60 };
  expect(windows.count('a', rate)).toBe(0);
  expect(windows.count('a', rate)).toBe(60);
  now -= 3_600_000;
  expect(windows.count('a', rate)).toBe(0);
});

test('R9: memory stays bounded under a flood of keys', () => {
  let now = 1_000_000_000_000;
  const windows = openWindows(() => now);
  const rate = { most: 1, seconds: 60 };
  for (let i = 0; i < 450_000; i++) windows.count(`key ${i}`, rate);
  expect(windows.level('key 449999', 60)).toBe(1);
  expect(windows.level('key 0', 60)).toBe(0);
  now += 60_000;
  expect(windows.level('key 449999', 60)).toBe(0);
});

test('R9: a flood of short windows lets go of short ones, and long ones keep their count', () => {
  let now = 1_000_000_000_000;
  const windows = openWindows(() => now);
  const daily = { most: 2, seconds: 86_400 };
  const minutely = { most: 2, seconds: 60 };
  windows.count('person', minutely);
  for (let i = 0; i < 100; i++) windows.count(`person ${i}`, daily);
  for (let i = 0; i < 450_000; i++) windows.count(`stranger ${i}`, minutely);
  expect(windows.level('person', 60)).toBe(0);
  for (let i = 0; i < 100; i++) expect(windows.level(`person ${i}`, 86_400)).toBe(1);
  // A day's window in its last seconds is worth less than a minute's that has just begun.
  now += 86_395_000;
  for (let i = 0; i < 250_000; i++) windows.count(`later ${i}`, minutely);
  expect(windows.level('person 0', 86_400)).toBe(0);
  expect(windows.level('later 249999', 60)).toBe(1);
});
