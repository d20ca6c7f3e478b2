import { type Contract, contract, type Endpoint, refusals } from '@beistand/contract';
import { Refused, toBase64url } from '@beistand/wire';
import { expect, test } from 'vitest';
import { Browser } from '../testing/browser.ts';
import { openHouses } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { useDatabase } from '../testing/use-database.ts';
import { describeFault, refusalOf } from './faults.ts';
import { Refusal } from './refuse.ts';

const withCode = (code: string, more: object = {}) =>
  Object.assign(new Error('quotes a value'), { code, ...more });

test('what the database says becomes what the caller can act on', () => {
  for (const code of [
    '53100',
    '53300',
    '57P01',
    '57P03',
    '08006',
    '08001',
    '25006',
    '25P03',
    '55P03',
    '57014',
    'ECONNREFUSED',
    'ENOENT',
    '40001',
    '40P01',
  ])
    expect(refusalOf(withCode(code))).toMatchObject({ code: 'UNAVAILABLE', status: 503 });
  expect(refusalOf(new Error('Connection terminated unexpectedly'))).toMatchObject({ code: 'UNAVAILABLE' });
  expect(refusalOf(new Error('timeout exceeded when trying to connect'))).toMatchObject({
    code: 'UNAVAILABLE',
  });
  expect(refusalOf(withCode('XX000', { file: 'md.c' }))).toMatchObject({ code: 'UNAVAILABLE' });
  expect(refusalOf(withCode('XX000', { file: 'heapam.c' }))).toBeNull();
  const unique = (constraint: string) => refusalOf(withCode('23505', { constraint }))?.code;
  expect(unique('credentials_handle_id_key')).toBe('HANDLE_TAKEN');
  expect(unique('items_by_message')).toBe('DUPLICATE');
  expect(unique('centres_pkey')).toBe('ID_TAKEN');
  for (const fault of [withCode('42501'), withCode('23503'), new TypeError('x'), 'text', null])
    expect(refusalOf(fault)).toBeNull();
});

test("the wire's refusals keep their code; an unknown suite is a form the server doesn't know", () => {
  expect(refusalOf(new Refused('CHAIN'))).toMatchObject({ code: 'CHAIN', status: refusals.CHAIN[0] });
  expect(refusalOf(new Refused('SUITE'))).toMatchObject({ code: 'FORMAT', status: 400 });
  const own = new Refusal('NOT_ALLOWED', {}, 422);
  expect(refusalOf(own)).toBe(own);
});

test('a description never quotes', () => {
  expect(
    JSON.stringify(describeFault(withCode('23505', { constraint: 'a', detail: 'Key (x)=(y)' }))),
  ).not.toMatch(/quotes|Key/);
});

test('with the database gone every endpoint that needs it says so, and it heals by itself', async () => {
  const database = await useDatabase();
  const { app, one } = await openHouses(database);
  const { transact } = app.world;
  const gone = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  app.world.transact = () => Promise.reject(gone);
  const endpoints: [string, Endpoint][] = Object.entries(contract);
  for (const [name, { method, path, audience, input }] of endpoints) {
    if (audience === 'anyone') continue;
    const url = path.replace(/:(\w+)/g, () => toBase64url(random(16)));
    const browser = Object.assign(one.stranger(), { cookie: `sid=${toBase64url(random(32))}` });
    const said = await browser.send<{ code: string }>(method, url, input && '{}');
    expect([name, said.status, said.body.code]).toEqual([name, 503, 'UNAVAILABLE']);
  }
  app.world.transact = transact;
  expect(await new Browser(app, one.host).refusal('health' satisfies keyof Contract, {})).toBe('200');
});

test('a transaction that loses a race runs again on fresh reads', async () => {
  const { app, one } = await openHouses(await useDatabase());
  let tries = 0;
  const result = await app.world.transact(one.id, async () => {
    tries += 1;
    if (tries < 3) throw withCode('40001');
    return tries;
  });
  expect(result).toBe(3);
  tries = 0;
  await expect(
    app.world.transact(one.id, async () => {
      tries += 1;
      throw withCode('23505');
    }),
  ).rejects.toMatchObject({ code: '23505' });
  expect(tries).toBe(1);
});
