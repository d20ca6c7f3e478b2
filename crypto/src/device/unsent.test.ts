import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../vectors/seeded.ts';
import { openUnsent, sealUnsent } from './unsent.ts';

const unreadable = { code: 'UNREADABLE' };
const json = fc.jsonValue({ maxDepth: 3 });
const plainCopy = (body: unknown) => JSON.parse(JSON.stringify(body));

describe('unsent text', () => {
  it('needs the tab’s half and the session’s half', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), json, async (seed, body) => {
        const random = seeded(seed);
        const [tabKey, share] = [random(32), random(32)];
        const sealed = await sealUnsent(tabKey, share, body, random);
        expect(await openUnsent(tabKey, share, sealed)).toEqual(plainCopy(body));
        await expect(openUnsent(random(32), share, sealed)).rejects.toMatchObject(unreadable);
        await expect(openUnsent(tabKey, random(32), sealed)).rejects.toMatchObject(unreadable);
        await expect(openUnsent(share, tabKey, sealed)).rejects.toMatchObject(unreadable);
      }),
      { numRuns: 40 },
    );
  });
});
