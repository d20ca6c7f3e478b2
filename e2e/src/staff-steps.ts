import { expect, type Page } from '@playwright/test';

export type Newcomer = { name: string; signInName: string };
export type StaffKeys = { signInName: string; phrase: string };

const field = (page: Page, name: string | RegExp) => page.getByRole('textbox', { name });

/** Follows an invitation and makes an account; answers the phrase that was offered and the code that was drawn. */
export async function joinBy(
  page: Page,
  link: string,
  { name, signInName }: Newcomer,
): Promise<{ phrase: string; code: string }> {
  await page.goto(link);
  await expect(field(page, /^Ihr Name/)).toBeVisible({ timeout: 30_000 });
  expect(new URL(page.url()).hash, 'the secret has left the address bar').toBe('');
  await field(page, /^Ihr Name/).fill(name);
  await field(page, 'Anmeldename').fill(signInName);
  const words = page.getByRole('region', { name: 'Ihr Satz zum Anmelden' }).getByRole('listitem');
  await expect(words).toHaveCount(7);
  const phrase = (await words.allTextContents()).map((word) => word.replace(/^\d+ /, '').trim()).join(' ');
  await page.getByRole('button', { name: 'Weiter zum Notfall-Code' }).click();
  const code = await readCode(page);
  await field(page, /^Zur Probe/).fill(code.slice(-4).toLowerCase());
  await page.getByRole('button', { name: 'Konto anlegen' }).click();
  return { phrase, code };
}

/** The one code in the page's main part, in groups of four. */
export async function readCode(page: Page): Promise<string> {
  const groups = page.getByRole('main').locator('ol[dir=ltr] li');
  await expect(groups).toHaveCount(7);
  return (await groups.allTextContents()).join('-');
}

export async function signInAs(page: Page, { signInName, phrase }: StaffKeys): Promise<void> {
  await page.goto('/b');
  await expect(page.locator('form[data-ready]')).toBeVisible();
  await field(page, 'Anmeldename').fill(signInName);
  await page.getByLabel('Satz oder Passwort').fill(phrase);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByRole('navigation', { name: 'Bereiche' })).toBeVisible({ timeout: 30_000 });
}

/** A line of the lists by the seeker's name. */
export const row = (page: Page, name: string) => page.getByRole('tabpanel').getByRole('button', { name });

/** Shows a line, and first what came after the list was drawn: that waits behind a button. */
export async function showRow(page: Page, name: string): Promise<void> {
  const held = page.getByRole('button', { name: /neue zeigen/ });
  await expect(async () => {
    if ((await row(page, name).count()) === 0 && (await held.count()) > 0)
      await held.click({ timeout: 2_000 });
    await expect(row(page, name)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
}

export const bubble = (page: Page, text: string) =>
  page.getByRole('log').getByRole('article').filter({ hasText: text });

export const goTo = (page: Page, room: string): Promise<void> =>
  page.getByRole('link', { name: room, exact: true }).click();
