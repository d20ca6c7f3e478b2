import { askForHelp } from '@beistand/client/cast/ask';
import { phraseOf, topics } from '@beistand/client/cast/people';
import { expect, type Page } from '@playwright/test';
import type { House } from './house.ts';

export type Keys = { name: string; phrase: string; code: string };
export const story =
  'Guten Tag. Seit der Trennung im März mache ich keine Briefe mehr auf. Es liegen bestimmt dreißig in der Schublade.';

/** From the first page to the sheet, over topic and postcode; the postcode as people type it. */
export async function findCentre(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: /^Schulden/ }).click();
  await page.getByLabel('Ihre Postleitzahl').fill(' D-79098 Freiburg');
  await page.getByRole('button', { name: 'Stellen zeigen' }).click();
  await expect(page.getByRole('heading', { name: 'Zwei Stellen für Sie' })).toBeVisible();
  await page.getByRole('link', { name: 'Hier schreiben: Freiburg-Altstadt' }).click();
  await expect(page.locator('form[data-ready]')).toBeVisible();
}

export const isKept = (page: Page): Promise<void> =>
  expect(
    page
      .getByRole('status')
      .getByText(/gesichert/)
      .filter({ visible: true }),
  ).toBeVisible();

export async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel('Ihre Nachricht').fill(text);
  await isKept(page);
}

/** What stands on the page of the way back; on the phone the code is one step further. */
export async function readKeys(page: Page): Promise<Keys> {
  await expect(page.getByRole('heading', { level: 1, name: 'So finden Sie zurück' })).toBeVisible();
  const name = (await page.locator('bdi').first().textContent()) ?? '';
  const words = await page
    .getByRole('region', { name: /^Ihr Satz/ })
    .locator('li')
    .allTextContents();
  const phrase = words.map((word) => word.replace(/^\d+ /, '').trim()).join(' ');
  const onward = page.getByRole('button', { name: 'Weiter zum Notfall-Code' });
  if (await onward.isVisible()) await onward.click();
  const code = (await page.locator('#root ol[dir=ltr] li').allTextContents()).join('-');
  return { name, phrase, code };
}

/** Probe and consent, and the button is pressed. */
async function agree(page: Page, { code }: Keys): Promise<void> {
  await page.getByLabel('Zur Probe: die letzten vier Zeichen').fill(code.slice(-4).toLowerCase());
  await page.getByRole('checkbox', { name: /einverstanden/ }).check();
  await page.getByRole('button', { name: 'Nachricht abschicken' }).click();
}

/** Probe and consent; then it is sent. */
export async function agreeAndSend(page: Page, keys: Keys): Promise<void> {
  await agree(page, keys);
  await expect(page.getByRole('heading', { name: 'Ihre Nachricht ist da' })).toBeVisible({ timeout: 30_000 });
}

/** What was written is for a centre that isn't the one it should be: it stops before anything is sealed. */
export async function writeAndBeStopped(page: Page, text: string): Promise<void> {
  await write(page, text);
  await page.getByRole('button', { name: 'Weiter', exact: true }).click();
  await agree(page, await readKeys(page));
  await expect(
    page.getByRole('heading', { name: 'Bitte schicken Sie noch nichts ab' }).first(),
  ).toBeVisible();
}

export async function ask(page: Page, text: string = story): Promise<Keys> {
  await findCentre(page);
  await write(page, text);
  await page.getByRole('button', { name: 'Weiter', exact: true }).click();
  const keys = await readKeys(page);
  await agreeAndSend(page, keys);
  return keys;
}

export async function signIn(page: Page, { name, phrase }: Keys): Promise<void> {
  await page.goto('/s');
  await expect(page.locator('form[data-ready]')).toBeVisible();
  await page.getByLabel('Ihr Name hier').fill(name);
  await page.getByLabel('Ihr Satz oder Passwort').fill(phrase);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByRole('log')).toBeVisible({ timeout: 30_000 });
}

let count = 0;
/** Somebody who has written before, without a browser: what a test begins with when it isn't about writing. */
export async function seekerOf({ newWorld, altstadt, topicIds }: House): Promise<Keys> {
  const name = `sanfte-birke-${6000 + count++}`;
  const phrase = phraseOf('birke');
  const about = { centre: altstadt.centre, topic: topicIds[0]!, topicTitle: topics[0]!.title };
  const { writtenCode } = await askForHelp(newWorld(), { ...about, text: story, name, phrase });
  return { name, phrase, code: writtenCode };
}
