import { type Audience, contract, type Endpoint, refusals } from '@beistand/contract';
import { toBase64url } from '@beistand/wire';
import { expect, test } from 'vitest';
import { handlers } from '../handlers.ts';
import type { Browser } from '../testing/browser.ts';
import { openHouses } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { useDatabase } from '../testing/use-database.ts';

const { app, one, two } = await openHouses(await useDatabase());
const endpoints: [string, Endpoint][] = Object.entries(contract);

/** Open to everyone, by review: nothing here shows or changes what is somebody's. */
const open = [
  'centre',
  'consentText',
  'enquire',
  'forget',
  'health',
  'keyBundle',
  'listTopics',
  'loginFinish',
  'loginStart',
  'logout',
  'organisation',
  'proofChallenge',
  'readInvitation',
  'readLink',
  'readLog',
  'recoverFinish',
  'recoverStart',
  'redeemInvitation',
  'registerStart',
  'tab',
  'topicAreas',
];

const pathOf = ({ path }: Endpoint) => path.replace(/:(\w+)/g, () => toBase64url(random(16)));
const send = (browser: Browser, endpoint: Endpoint) =>
  browser.send<{ code: string }>(endpoint.method, pathOf(endpoint), endpoint.input && '{}');

const people = {
  stranger: one.stranger(),
  seeker: (await one.seat('seeker')).browser,
  staff: (await one.seat('staff')).browser,
  administrator: (await one.seatAdministrator()).browser,
  foreigner: (await two.seatAdministrator()).browser,
};
people.foreigner = Object.assign(one.stranger(), { cookie: people.foreigner.cookie });

const mayEnter: Record<Audience, (keyof typeof people)[]> = {
  anyone: ['stranger', 'seeker', 'staff', 'administrator', 'foreigner'],
  'signed-in': ['seeker', 'staff', 'administrator'],
  staff: ['staff', 'administrator'],
  administrator: ['administrator'],
};

test('every endpoint has a verb, and no verb is without endpoint', () => {
  expect(Object.keys(handlers).sort()).toEqual(Object.keys(contract).sort());
});

test('what is open to anyone is a reviewed list', () => {
  const found = endpoints.filter(([, { audience }]) => audience === 'anyone').map(([name]) => name);
  expect(found.sort()).toEqual(open);
});

// `logout` would end the sessions the others are tried with, and `resume` says SESSION to one made without a share:
// session.test.ts and the client's my-device tests have them.
const harmless = endpoints.filter(([name]) => name !== 'logout' && name !== 'resume');

test.each(harmless)('%s: strangers and others get past the door only if they may', async (_, endpoint) => {
  for (const [who, browser] of Object.entries(people) as [keyof typeof people, Browser][]) {
    const { status, body } = await send(Object.assign(one.stranger(), { cookie: browser.cookie }), endpoint);
    const seen = `${who} ${status} ${body.code}`;
    if (mayEnter[endpoint.audience].includes(who)) expect(seen).not.toMatch(/SESSION$/);
    else
      expect(seen).toBe(
        who === 'stranger' || who === 'foreigner' ? `${who} 401 SESSION` : `${who} 404 NOT_FOUND`,
      );
  }
});

test.each(endpoints.filter(([, { method }]) => method !== 'GET'))(
  '%s: takes writes from our own pages alone, before it asks who',
  async (_, endpoint) => {
    const host = one.host;
    const own = { host, origin: `http://${host}` };
    const foreign = [
      { host },
      { ...own, origin: 'https://elsewhere.example' },
      { ...own, origin: `https://${host}` },
      { ...own, origin: `http://${host}:81` },
      { ...own, origin: 'null' },
      { ...own, 'sec-fetch-site': 'cross-site' },
      { ...own, 'sec-fetch-site': 'same-site' },
      { ...own, 'sec-fetch-site': 'none' },
    ];
    for (const headers of foreign) {
      const answer = await app.inject({ method: endpoint.method, url: pathOf(endpoint), headers });
      expect(answer.statusCode).toBe(403);
      expect(answer.json().code).toBe('ORIGIN');
    }
  },
);

test.each(endpoints)('%s: no store, no sniffing, own origin only, JSON', async (_, endpoint) => {
  const answer = await app.inject({
    method: endpoint.method,
    url: pathOf(endpoint),
    headers: { host: one.host },
  });
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  expect(answer.headers).not.toHaveProperty('server');
});

test('what is nowhere is refused in the one form', async () => {
  const urls = ['/api/nothing', '/api', '/nothing', '/api/auth/../me/../x', '/api/me/', '/%00', '/api/%zz'];
  for (const url of urls)
    for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS'] as const) {
      const answer = await app.inject({ method, url, headers: { host: one.host } });
      expect([400, 404]).toContain(answer.statusCode);
      expect(answer.json()).toEqual({ code: expect.any(String), sentence: expect.any(String) });
    }
});

test('the description names every endpoint, its codes and nothing unknown', async () => {
  const { paths, openapi } = (await app.inject({ url: '/api/openapi.json' })).json();
  expect(openapi).toBe('3.1.0');
  const operations = Object.values<Record<string, { operationId: string; responses: object }>>(paths).flatMap(
    (path) => Object.values(path),
  );
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(contract).sort());
  for (const { responses } of operations)
    for (const { description } of Object.values<{ description: string }>(responses as never))
      for (const [, code] of description.matchAll(/([A-Z_]{3,}): /g)) expect(refusals).toHaveProperty(code!);
});
