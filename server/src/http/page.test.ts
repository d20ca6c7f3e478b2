import { expect, test } from 'vitest';
import { openHouses } from '../testing/houses.ts';
import { useDatabase } from '../testing/use-database.ts';

const { one } = await openHouses(await useDatabase());
const ada = await one.seat('seeker');
const after = (mark: string) => ada.browser.refusal('listConversations', { after: mark });
const id = 'A'.repeat(22);

test('a page begins where one has ended, at the latest hour that a date has, and at nothing that is spelled otherwise', async () => {
  expect(await after(`0.${id}`)).toBe('200');
  expect(await after(`8640000000000000.${id}`)).toBe('200');
  const amiss = [
    `8640000000000001.${id}`,
    `00.${id}`,
    `1.${id.slice(1)}B`,
    `1.${id}A`,
    `-1.${id}`,
    `1.5.${id}`,
  ];
  for (const mark of amiss) expect(await after(mark)).toBe('400 FORMAT');
});
