import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../vectors/seeded.ts';
import { openUnsent, sealUnsent } from './unsent.ts';

const unreadable = { code: 'UNREADABLE' };
const json = fc.jsonValue({ maxDepth: 3 });
const plainCopy = (body: unknown) => JSON.parse(JSON.stringify(body));

describe('unsent text', () => {
  it('needs the tab’s half and the session’s half, and is what was kept by that name', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), json, async (seed, body) => {
        const random = seeded(seed);
        const [tabKey, share] = [random(32), random(32)];
        const place = { tabKey, share, name: 'draft' };
        const sealed = await sealUnsent(place, body, random);
        expect(await openUnsent(place, sealed)).toEqual(plainCopy(body));
        for (const other of [
          { tabKey: random(32) },
          { share: random(32) },
          { tabKey: share, share: tabKey },
          { name: 'outbox' },
        ])
          await expect(openUnsent({ ...place, ...other }, sealed)).rejects.toMatchObject(unreadable);
      }),
      { numRuns: 40 },
    );
  });
});
