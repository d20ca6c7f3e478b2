import { test as base, expect } from '@playwright/test';
import { type House, openHouse } from './house.ts';
import { type Size, type Visitor, visit } from './people.ts';

type Given = {
  /** A new person with a profile of their own, and with `isApart` a browser process of their own. */
  someone: (size: Size, how?: { isApart: boolean }) => Promise<Visitor>;
};

/**
 * A server with the standing cast for each worker, and as many people as a test needs. When a test ends, none of their
 * browsers may have refused anything of ours or met an error.
 */
export const test = base.extend<Given, { house: House }>({
  house: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what is needed from here
    async ({}, use) => {
      const house = await openHouse();
      await use(house);
      await house.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  someone: async ({ house }, use) => {
    const all: Visitor[] = [];
    await use(async (size, { isApart } = { isApart: false }) => {
      const visitor = await visit(size, house.origin, isApart ? { args: [] } : {});
      all.push(visitor);
      return visitor;
    });
    for (const { leave } of all) await leave();
    expect(all.flatMap(({ complaints }) => complaints)).toEqual([]);
  },
});
export { expect };
