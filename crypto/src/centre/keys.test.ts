import { CENTRE_KEY, cat, hex, u8 } from '@beistand/wire';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../vectors/seeded.ts';
import { makeAccount } from '../account/make.ts';
import { seal } from '../hpke.ts';
import {
  boxCentreKey,
  centreKeyOf,
  type KeyPlace,
  linkPreviousKey,
  takeCentreKey,
  takePreviousKey,
} from './keys.ts';

const random = seeded('centre keys');
const person = () => makeAccount(random(32), { account: random(16), kind: 2, createdAt: 1 });
const unreadable = { code: 'UNREADABLE' };
const place = { centre: random(16), which: CENTRE_KEY.inbox };
/** Whose log may name the same key, and the same log, where it names it as another. */
const elsewhere: [string, KeyPlace][] = [
  ['another centre', { ...place, centre: random(16) }],
  ['the vault', { ...place, which: CENTRE_KEY.vault }],
];

describe('a centre key', () => {
  it('reaches the person it was boxed for', async () => {
    const [me, key] = [await person(), await centreKeyOf(random(32))];
    const box = await boxCentreKey(place, key, me.bundle, random);
    expect(box).toHaveLength(1168);
    expect(await takeCentreKey(me, place, key.publicKey, box)).toEqual(key);
  });

  it('reaches nobody else, and is no other key', async () => {
    const [me, other, key] = [await person(), await person(), await centreKeyOf(random(32))];
    const box = await boxCentreKey(place, key, me.bundle, random);
    await expect(takeCentreKey(other, place, key.publicKey, box)).rejects.toMatchObject(unreadable);
    const another = await centreKeyOf(random(32));
    await expect(takeCentreKey(me, place, another.publicKey, box)).rejects.toMatchObject(unreadable);
  });

  it.each(elsewhere)('is not handed on as that of %s, by a box or by the key after it', async (_, there) => {
    const [me, key, before] = [await person(), await centreKeyOf(random(32)), await centreKeyOf(random(32))];
    const box = await boxCentreKey(place, key, me.bundle, random);
    await expect(takeCentreKey(me, there, key.publicKey, box)).rejects.toMatchObject(unreadable);
    const prev = await linkPreviousKey(place, key, before);
    await expect(takePreviousKey(there, key, prev, before.publicKey)).rejects.toMatchObject(unreadable);
  });

  it.each([32, 31, 0])('is refused when the box holds %i other bytes', async (length) => {
    const [me, key] = [await person(), await centreKeyOf(random(32))];
    const context = cat(place.centre, u8(place.which), key.keyId, me.bundle.kid);
    const box = await seal(me.bundle.xwPk, 'centre-key', context, random(length), random);
    await expect(takeCentreKey(me, place, key.publicKey, box)).rejects.toMatchObject(unreadable);
  });

  it('leads back key by key, and only to the genuine one', async () => {
    const keys = await Promise.all([1, 2, 3].map(() => centreKeyOf(random(32))));
    const [oldest, middle, newest] = keys as [(typeof keys)[0], (typeof keys)[0], (typeof keys)[0]];
    const [toMiddle, toOldest] = [
      await linkPreviousKey(place, newest, middle),
      await linkPreviousKey(place, middle, oldest),
    ];
    const back = await takePreviousKey(place, newest, toMiddle, middle.publicKey);
    const first = await takePreviousKey(place, back, toOldest, oldest.publicKey);
    expect(hex(first.seed)).toBe(hex(oldest.seed));
    for (const [key, before] of [
      [newest, oldest],
      [oldest, middle],
    ] as const)
      await expect(takePreviousKey(place, key, toMiddle, before.publicKey)).rejects.toMatchObject(unreadable);
  });
});
