import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { limits } from '@beistand/contract';
import { toBase64url } from '@beistand/wire';
import { expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { addOrganisation, inviteAdministrator } from '../organisations/operator.ts';
import { makeSecrets, secretsOf } from '../secrets.ts';
import { Browser } from '../testing/browser.ts';
import { newIdentity } from '../testing/identity.ts';
import { newAccount, newName } from '../testing/registration.ts';
import { signIn } from '../testing/sign-in.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
await database.owner.kysely
  .insertInto('installation')
  .values({ instance: randomBytes(16).toString('hex') })
  .execute();
await addOrganisation(database.owner, { name: 'Lindenwerk', host: 'localhost' });
const lines: string[] = [];
const app = await createApp({
  database: database.app,
  filesFolder: database.filesFolder,
  secrets: secretsOf(await makeSecrets()),
  limits: { ...limits, proof: { ...limits.proof, cost: 1 } },
  trustProxy: 'loopback',
  log: { write: (line) => lines.push(line) },
});

test('a line per request: method, route, status, time, code, and nothing that was said or by whom', async () => {
  const address = '198.51.100.77';
  const seen: { inject: typeof app.inject } = {
    inject: ((options: { headers: object }) =>
      app.inject({
        ...options,
        headers: {
          ...options.headers,
          'x-forwarded-for': address,
          'user-agent': 'Kanarie/7',
          referer: 'http://localhost/a/kanarien',
        },
      })) as typeof app.inject,
  };
  const browser = new Browser(seen);
  const identity = await newIdentity(2);
  const name = newName();
  const { invitation } = (await inviteAdministrator(database.owner, 'Lindenwerk'))!;
  const account = await newAccount(browser, identity, name);
  await browser.ask('redeemInvitation', {
    invitation: toBase64url(invitation),
    account,
    name: 'Franz Kanarie',
    mac: null,
  });
  await signIn(browser, name);
  await browser.ask('me', {});
  await browser.refusal('keyBundle', { key: toBase64url(identity.kid) });
  await browser.refusal('centre', { centre: toBase64url(randomBytes(16)) });
  await browser.send('GET', '/api/nothing-kanarie?kanarie=1');
  await browser.send('GET', `/api/keys/${'kanarie'.repeat(40)}`);
  await browser.send('POST', '/api/tab', '{"kanarie":1}');
  const log = lines.join('');
  const secrets = [
    address,
    'anarie',
    name,
    browser.cookie!.split('=')[1]!,
    toBase64url(invitation),
    toBase64url(identity.account),
    toBase64url(identity.kid),
    Buffer.from(identity.account).toString('hex'),
    account.passwordWrap,
    account.ticket,
  ];
  for (const secret of secrets) expect(log).not.toContain(secret);
  const parsed = lines.map((line) => JSON.parse(line)).filter(({ method }) => method);
  expect(parsed.length).toBeGreaterThan(10);
  const fields = ['level', 'hour', 'method', 'route', 'status', 'ms', 'code'];
  for (const line of parsed) expect(fields).toEqual(expect.arrayContaining(Object.keys(line)));
  for (const { hour } of parsed) expect(hour).toMatch(/^\d{4}-\d\d-\d\dT\d\dZ$/);
  expect(parsed).toContainEqual(expect.objectContaining({ route: '/api/keys/:key', status: 200 }));
  expect(parsed).toContainEqual(
    expect.objectContaining({ route: '/api/centres/:centre', code: 'NOT_FOUND' }),
  );
});

test('a fault names its place and kind, never its message', async () => {
  lines.length = 0;
  const { transact } = app.world;
  app.world.transact = () => Promise.reject(new TypeError('Key (name)=(Kanarie) is wrong'));
  const browser = new Browser(app);
  const answer = await browser.send<{ code: string; sentence: string }>('GET', '/api/topics');
  app.world.transact = transact;
  expect(answer).toMatchObject({ status: 500, body: { code: 'FAULT' } });
  expect(JSON.stringify(answer)).not.toContain('Kanarie');
  const fault = lines.map((line) => JSON.parse(line)).find(({ level }) => level === 50);
  expect(fault).toMatchObject({ route: '/api/topics', kind: 'TypeError' });
  expect(fault.hour).toMatch(/^\d{4}-\d\d-\d\dT\d\dZ$/);
  expect(fault.at[0]).toMatch(/\bserver\/src\/http\/log\.test\.ts/);
  expect(lines.join('')).not.toContain(join(import.meta.dirname, '../../..'));
  expect(lines.join('')).not.toContain('file:');
  expect(lines.join('')).not.toContain('Kanarie');
});
