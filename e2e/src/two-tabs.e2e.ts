import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { seekerOf, signIn, write } from './seeker-steps.ts';

test('two tabs opened at once both keep what was written over a reload', async ({ someone }) => {
  const { page } = await someone('desk');
  const tabs = [page, await page.context().newPage()];
  await Promise.all(tabs.map((tab) => tab.goto('/w')));
  for (const tab of tabs) await expect(tab.locator('form[data-ready]')).toBeVisible();
  await Promise.all(tabs.map((tab, i) => write(tab, `Aus Tab ${i}.`)));
  for (const [i, tab] of tabs.entries()) {
    await tab.reload();
    await expect(tab.getByLabel('Ihre Nachricht')).toHaveValue(`Aus Tab ${i}.`);
  }
});

test('what one tab keeps outlives a sign-in in another', async ({ house, someone }) => {
  const keys = await seekerOf(house);
  const { page } = await someone('desk');
  await page.goto('/w');
  await expect(page.locator('form[data-ready]')).toBeVisible();
  await write(page, 'Vor der Anmeldung.');
  const before = await noiseOf(page);
  await signIn(await page.context().newPage(), keys);
  await expect.poll(() => noiseOf(page)).not.toEqual(before);
  await page.reload();
  await expect(page.getByLabel('Ihre Nachricht')).toHaveValue('Vor der Anmeldung.');
});

/** What the browser's tabs have stored, as it lies there. */
const noiseOf = (page: Page): Promise<number[][]> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.open('data').onsuccess = ({ target }) => {
          const { result: database } = target as IDBOpenDBRequest;
          const all: IDBRequest<Uint8Array[]> = database.transaction('rows').objectStore('rows').getAll();
          all.onsuccess = () => {
            database.close();
            resolve(all.result.map((row) => [...row]));
          };
        };
      }),
  );
