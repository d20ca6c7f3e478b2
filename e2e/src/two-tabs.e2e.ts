import { expect, test } from './fixtures.ts';
import { ask, isKept, signIn, write } from './seeker-steps.ts';

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

test('what one tab keeps outlives a sign-in in another', async ({ someone }) => {
  const keys = await ask((await someone('phone')).page);
  const { page } = await someone('desk');
  await page.goto('/w');
  await expect(page.locator('form[data-ready]')).toBeVisible();
  await write(page, 'Vor der Anmeldung.');
  const sealsAgain = page.waitForResponse('**/api/tab');
  await signIn(await page.context().newPage(), keys);
  await sealsAgain;
  await page.getByLabel('Ihre Nachricht').fill('Vor und nach der Anmeldung.');
  await isKept(page);
  await page.reload();
  await expect(page.getByLabel('Ihre Nachricht')).toHaveValue('Vor und nach der Anmeldung.');
});
