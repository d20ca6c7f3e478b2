// The tab is killed at every await of everything people do, and whoever comes back finds everything whole.
import { useDatabase } from '@beistand/server/testing/vitest';
import { afterAll, describe, expect, it } from 'vitest';
import { accounts } from './journeys/account.ts';
import { deedsOfLeads } from './journeys/centre.ts';
import { enquiries } from './journeys/enquiry.ts';
import { groups } from './journeys/group.ts';
import type { Journey, Stage } from './journeys/journey.ts';
import { members } from './journeys/member.ts';
import { messages } from './journeys/message.ts';
import { vaults } from './journeys/vault.ts';
import type { Await } from './mortal-page.ts';
import { altstadt, emmendingen, openOrganisation } from './open-organisation.ts';
import { seekerOf } from './people.ts';
import { roomyLimits } from './roomy-limits.ts';

/** At every await, or at one in so many, others with each seed. */
const step = process.env.FULL ? 1 : 40;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const day = 86_400;
const lasting = { idle: day, absolute: day };

const clock = { ahead: 0 };
const database = await useDatabase();
const organisation = await openOrganisation(database, {
  clock: () => Date.now() + clock.ahead,
  limits: {
    ...roomyLimits,
    later: { ...roomyLimits.later, most: 10_000 },
    centreChanges: { most: 10_000, seconds: 3600 },
    logEntries: { most: 10_000, seconds: 3600 },
    sessions: { ...roomyLimits.sessions, seeker: lasting, staff: lasting, freshSeconds: day },
  },
});
afterAll(() => organisation.app.close());
const [here, there] = [await organisation.raise(altstadt), await organisation.raise(emmendingen)];
const stage: Stage = {
  organisation,
  database,
  clock,
  altstadt: here,
  emmendingen: there,
  ada: await seekerOf(organisation, there.centre),
  ben: await seekerOf(organisation, there.centre),
  tabs: new Map(),
};

const journeys: Journey[] = [
  ...enquiries,
  ...accounts,
  ...messages,
  ...members,
  ...deedsOfLeads,
  ...vaults,
  ...groups,
];

/** By verb: the distinct awaits on its way, and those the tab was killed at. */
type Passed = { passed: Map<string, Await>; killed: Set<string> };
const histogram = new Map<string, Passed>();
const spelled = ({ what, side }: Await) => `${what}, ${side}`;

describe('R5: the tab is killed', () => {
  for (const [place, { verb, holds, begin }] of journeys.entries())
    it(`R5: at awaits of ${verb}: ${holds}`, { timeout: 3_600_000 }, async () => {
      const { run, end } = await begin(stage);
      const found: Passed = { passed: new Map(), killed: new Set() };
      histogram.set(verb, found);
      let tries = 0;
      for (let at = 1 + ((seed + place) % step); ; at += step) {
        const { passed } = await run(at, tries++).catch((cause) => {
          throw new Error(`killed at await ${at}, SEED=${seed}`, { cause });
        });
        for (const one of passed) found.passed.set(spelled(one), one);
        const last = passed[at - 1];
        if (!last) break;
        found.killed.add(spelled(last));
      }
      await end?.(tries);
    });

  it('R5: at two hundred distinct awaits and more', async ({ annotate }) => {
    const all = [...histogram.values()];
    const points = all.reduce((sum, { passed }) => sum + passed.size, 0);
    const killed = all.reduce((sum, one) => sum + one.killed.size, 0);
    const on = (side: Await['side'], { passed }: Passed) =>
      [...passed.values()].filter((one) => one.side === side).length;
    const lines = [...histogram].map(
      ([verb, one]) => `${verb} ${on('before', one)}/${on('under way', one)}/${on('after', one)}`,
    );
    await annotate(`before/under way/after: ${lines.join(', ')}`, 'histogram');
    await annotate(
      `${points} distinct (verb, await, side) in ${histogram.size} verbs; the tab killed at ${killed} of them (seed ${seed})`,
      'figure',
    );
    expect(histogram.size).toBe(journeys.length);
    expect(process.env.FULL ? killed : points).toBeGreaterThanOrEqual(200);
  });
});
