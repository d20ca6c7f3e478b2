import { cat, hex } from '@beistand/wire';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../vectors/seeded.ts';
import { makeAccount } from '../account/make.ts';
import { seal } from '../hpke.ts';
import { boxCentreKey, centreKeyOf, linkPreviousKey, takeCentreKey, takePreviousKey } from './keys.ts';

const random = seeded('centre keys');
const person = () => makeAccount(random(32), { account: random(16), kind: 2, createdAt: 1 });
const unreadable = { code: 'UNREADABLE' };

describe('a centre key', () => {
  it('reaches the person it was boxed for', async () => {
    const [me, key] = [await person(), await centreKeyOf(random(32))];
    const box = await boxCentreKey(key, me.bundle, random);
    expect(box).toHaveLength(1168);
    expect(await takeCentreKey(me, key.publicKey, box)).toEqual(key);
  });

  it('reaches nobody else, and is no other key', async () => {
    const [me, other, key] = [await person(), await person(), await centreKeyOf(random(32))];
    const box = await boxCentreKey(key, me.bundle, random);
    await expect(takeCentreKey(other, key.publicKey, box)).rejects.toMatchObject(unreadable);
    const another = await centreKeyOf(random(32));
    await expect(takeCentreKey(me, another.publicKey, box)).rejects.toMatchObject(unreadable);
  });

  it.each([32, 31, 0])('is refused when the box holds %i other bytes', async (length) => {
    const [me, key] = [await person(), await centreKeyOf(random(32))];
    const context = cat(key.keyId, me.bundle.kid);
    const box = await seal(me.bundle.xwPk, 'centre-key', context, random(length), random);
    await expect(takeCentreKey(me, key.publicKey, box)).rejects.toMatchObject(unreadable);
  });

  it('leads back key by key, and only to the genuine one', async () => {
    const keys = await Promise.all([1, 2, 3].map(() => centreKeyOf(random(32))));
    const [oldest, middle, newest] = keys as [(typeof keys)[0], (typeof keys)[0], (typeof keys)[0]];
    const [toMiddle, toOldest] = [
      await linkPreviousKey(newest, middle),
      await linkPreviousKey(middle, oldest),
    ];
    const back = await takePreviousKey(newest, toMiddle, middle.publicKey);
    expect(hex((await takePreviousKey(back, toOldest, oldest.publicKey)).seed)).toBe(hex(oldest.seed));
    await expect(takePreviousKey(newest, toMiddle, oldest.publicKey)).rejects.toMatchObject(unreadable);
    await expect(takePreviousKey(oldest, toMiddle, middle.publicKey)).rejects.toMatchObject(unreadable);
  });
});
