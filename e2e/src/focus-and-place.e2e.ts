import { accept, send } from '@beistand/client';
import { askForHelp } from '@beistand/client/cast/ask';
import { clara, phraseOf } from '@beistand/client/cast/people';
import type { Locator, Page } from '@playwright/test';
import { chooseFiles, pictureOf } from './file-steps.ts';
import { expect, test } from './fixtures.ts';
import type { House } from './house.ts';
import { signIn } from './seeker-steps.ts';
import { row, signInAs } from './staff-steps.ts';

let asked = 0;
/** A seeker whom Clara has accepted. */
async function newSeeker({ newWorld, altstadt, topicIds, clara }: House) {
  const name = `stiller-ahorn-${++asked}`;
  const phrase = phraseOf('ahorn');
  const { self, conversation } = await askForHelp(newWorld(), {
    ...{ centre: altstadt.centre, topic: topicIds[0]!, topicTitle: 'Schulden' },
    ...{ text: 'Ich habe einen Brief.', name, phrase },
  });
  await accept(clara, conversation);
  return { self, name, phrase, code: '', conversation };
}

const log = (page: Page): Locator => page.getByRole('log');
/** How far the end of what was written lies below what is seen of it. */
const belowSight = (page: Page): Promise<number> =>
  log(page).evaluate((node) => Math.round(node.scrollHeight - node.scrollTop - node.clientHeight));
const note = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from('Ein Brief') });

test('attaching, looking at and taking away files loses neither the focus nor the end of what was written', async ({
  house,
  someone,
}) => {
  const { page } = await someone('phone');
  const seeker = await newSeeker(house);
  for (let i = 0; i < 8; i++) await send(seeker.self, seeker.conversation, `Nachricht ${i}\nmit zwei Zeilen`);
  await signIn(page, seeker);
  await expect(log(page)).toContainText('Nachricht 7');
  const foto = await pictureOf(page, { type: 'image/png', width: 640, height: 480 });
  await chooseFiles(page, [note('eins.txt'), note('zwei.txt'), note('drei.txt'), note('vier.txt')]);
  await expect.poll(() => belowSight(page)).toBe(0);
  await expect(page.getByText('vier.txt')).toBeInViewport({ ratio: 1 });
  await page.getByRole('button', { name: 'zwei.txt entfernen' }).press('Enter');
  await expect(page.getByRole('button', { name: 'drei.txt entfernen' })).toBeFocused();
  for (const name of ['drei', 'vier', 'eins'])
    await page.getByRole('button', { name: `${name}.txt entfernen` }).press('Enter');
  await expect(page.getByRole('button', { name: 'Datei anhängen' })).toBeFocused();

  await chooseFiles(page, [{ name: 'Foto.png', mimeType: 'image/png', buffer: foto }]);
  await page.getByRole('button', { name: 'Senden', exact: true }).click();
  const look = page.getByRole('button', { name: 'Ansehen: Foto.png' }).last();
  await look.press('Enter');
  const viewer = page.getByRole('dialog', { name: 'Foto.png' });
  await expect(viewer.frameLocator('iframe').getByRole('img')).toBeVisible();
  const [bottom, top] = await Promise.all(
    [page.getByRole('link', { name: 'Verlassen' }).first(), viewer].map(
      async (one) => (await one.boundingBox())!,
    ),
  );
  expect(top!.y).toBeGreaterThanOrEqual(bottom!.y + bottom!.height);
  await viewer.getByRole('button', { name: 'Schließen' }).press('Enter');
  await expect(look).toBeFocused();
});

test('earlier messages come in above what is being read', async ({ house, someone }) => {
  const { page } = await someone('phone');
  const seeker = await newSeeker(house);
  for (let i = 1; i <= 55; i++) await send(seeker.self, seeker.conversation, `Nachricht ${i}.`);
  await signIn(page, seeker);
  await expect(log(page)).toContainText('Nachricht 55.');
  const first = log(page).getByRole('article').first();
  const words = (await first.locator('[dir=auto]').textContent()) ?? '';
  const older = page.getByRole('button', { name: 'Frühere Nachrichten zeigen' });
  await older.scrollIntoViewIfNeeded();
  const same = log(page).getByRole('article').filter({ hasText: words });
  const before = (await same.boundingBox())!.y;
  await older.click();
  await expect(log(page)).toContainText('Ich habe einen Brief.');
  expect(Math.abs((await same.boundingBox())!.y - before)).toBeLessThan(60);
});

test('the menu of a message goes by arrows, and closes behind whoever leaves it', async ({
  house,
  someone,
}) => {
  const { page } = await someone('desk');
  const seeker = await newSeeker(house);
  await send(house.clara, seeker.conversation, 'Guten Tag');
  await signInAs(page, clara);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await row(page, seeker.name).press('Enter');
  const menu = page.getByRole('button', { name: /^Ändern oder löschen/ });
  const [edit, remove] = ['Ändern', 'Löschen'].map((name) => page.getByRole('button', { name, exact: true }));
  await menu.press('Enter');
  await expect(edit!).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(remove!).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(edit!).toBeFocused();
  await page.keyboard.press('End');
  await expect(remove!).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await menu.press('Enter');
  await expect(edit!).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(remove!).toBeHidden();

  // Where there is room for two panes only, who reads along comes as a drawer.
  await page.setViewportSize({ width: 1000, height: 800 });
  const readers = page.getByRole('button', { name: 'Wer liest mit?' });
  await readers.press('Enter');
  const drawer = page.getByRole('region', { name: 'Menschen und Schlüssel' });
  await expect(drawer.getByRole('button')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(readers).toBeFocused();
  await expect(drawer).toBeHidden();
});

test('who has signed out is told so, not welcomed', async ({ house, someone }) => {
  const { page } = await someone('phone');
  await signIn(page, await newSeeker(house));
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sie sind abgemeldet' })).toBeFocused();
  await expect(page.getByText('Schön, dass Sie wieder da sind')).toHaveCount(0);
});
