import { toBase64url, zeros } from '@beistand/wire';
import { expect, test } from 'vitest';
import { openHouses } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { stateOf } from '../testing/sealed.ts';
import { useDatabase } from '../testing/use-database.ts';

const { one } = await openHouses(await useDatabase());
const ben = await one.seat('seeker');
const zero = toBase64url(zeros(16));

/** The state of an account at a version: the same form with the number written over. */
function sealed(account: Uint8Array, version: number, slot: Uint8Array = zeros(16)): string {
  const bytes = Buffer.from(stateOf(Uint8Array.from(account)));
  bytes.set(slot, 21);
  bytes.writeBigUInt64BE(BigInt(version), 37);
  return bytes.toString('base64url');
}
const write = (version: number, bytes = sealed(ben.account, version), slot = zero) =>
  ben.browser.say('writeSlot', { slot, version, bytes });

test('compare-and-set: the next version is taken, any other gets the newer one', async () => {
  const first = sealed(ben.account, 1);
  expect(await write(1, first)).toMatchObject({ status: 200, body: { version: 1 } });
  expect(await write(1)).toMatchObject({
    status: 409,
    body: { code: 'AGAIN', current: { version: 1, bytes: first } },
  });
  expect(await write(3)).toMatchObject({ status: 409, body: { code: 'AGAIN', current: { version: 1 } } });
  const second = sealed(ben.account, 2);
  expect(await write(2, second)).toMatchObject({ status: 200 });
  expect(await write(9)).toMatchObject({ status: 409, body: { current: { version: 2, bytes: second } } });
  // An answer that got lost is asked for again.
  expect(await write(2, second)).toMatchObject({ status: 200 });
});

test('of many writers of one version one wins', async () => {
  const said = await Promise.all(Array.from({ length: 20 }, () => write(3)));
  expect(said.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(said.filter(({ status }) => status === 409)).toHaveLength(19);
});

test('only own bytes, named as the request names them', async () => {
  const stranger = random(16);
  expect(await write(4, sealed(stranger, 4))).toMatchObject({ status: 400, body: { code: 'FORMAT' } });
  expect(await write(4, sealed(ben.account, 5))).toMatchObject({ status: 400 });
  expect(await write(4, sealed(ben.account, 4, random(16)))).toMatchObject({ status: 400 });
});

test('only slots of own conversations', async () => {
  const conversation = random(16);
  const bytes = sealed(ben.account, 1, conversation);
  expect(await write(1, bytes, toBase64url(conversation))).toMatchObject({ status: 404 });
});
