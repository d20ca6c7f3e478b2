import { hex } from '@beistand/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../vectors/seeded.ts';
import { makeAccount } from '../account/make.ts';
import { openSlot, sealSlot } from './slot.ts';

const unreadable = { code: 'UNREADABLE' };
const json = fc.jsonValue({ maxDepth: 3 });
const plainCopy = (body: unknown) => JSON.parse(JSON.stringify(body));

describe('a slot', () => {
  it('opens for its account, under its name, as its version', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.integer({ min: 1 }), json, async (seed, version, body) => {
        const random = seeded(seed);
        const [me, other] = [
          await makeAccount(random(32), { account: random(16), kind: 1, createdAt: 1 }),
          await makeAccount(random(32), { account: random(16), kind: 1, createdAt: 1 }),
        ];
        const [slot, otherSlot] = [random(16), random(16)];
        const sealed = await sealSlot(me, slot, version, body, random);
        expect(await openSlot(me, slot, sealed)).toMatchObject({ version, body: plainCopy(body) });
        await expect(openSlot(other, slot, sealed)).rejects.toMatchObject(unreadable);
        await expect(openSlot(me, otherSlot, sealed)).rejects.toMatchObject(unreadable);
        const thief = { ...other, bundle: me.bundle };
        await expect(openSlot(thief, slot, sealed)).rejects.toMatchObject(unreadable);
      }),
      { numRuns: 30 },
    );
  });

  it('of the same version twice is never under the same nonce', async () => {
    const random = seeded('slot');
    const me = await makeAccount(random(32), { account: random(16), kind: 1, createdAt: 1 });
    const slot = random(16);
    const first = await sealSlot(me, slot, 1, 'a', random);
    const second = await sealSlot(me, slot, 1, 'b', random);
    expect(hex(first.slice(45, 57))).not.toBe(hex(second.slice(45, 57)));
  });
});
