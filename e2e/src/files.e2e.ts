import { accept, listWaiting } from '@beistand/client';
import { clara } from '@beistand/client/cast/people';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { House } from './house.ts';
import { looksRight } from './people.ts';
import { ask, story } from './seeker-steps.ts';
import { row, signInAs } from './staff-steps.ts';

const letter = {
  name: 'Brief vom Amt.txt',
  mimeType: 'text/plain',
  buffer: Buffer.from('Größe: 1\n<b>fett</b>'),
};

const chooseFiles = async (page: Page, files: { name: string; mimeType: string; buffer: Buffer }[]) => {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Datei anhängen' }).click();
  await (await choosing).setFiles(files);
};

/** A picture with something in it, made by the browser itself. */
const pictureOf = async (page: Page, type: string): Promise<Buffer> => {
  const letters = await page.evaluate(async (type) => {
    const canvas = new OffscreenCanvas(640, 480);
    const drawing = canvas.getContext('2d')!;
    drawing.fillStyle = '#c60';
    drawing.fillRect(0, 0, 320, 480);
    const blob = await canvas.convertToBlob({ type });
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, type);
  return Buffer.from(letters);
};

async function acceptAs({ clara }: House, begins: string): Promise<string> {
  const { waiting } = await listWaiting(clara);
  const enquiry = waiting.find(({ firstWords }) => firstWords?.startsWith(begins));
  if (!enquiry) throw new Error('the enquiry does not wait');
  await accept(clara, enquiry.conversation);
  return enquiry.conversation;
}

test('a picture and a letter go from one side to the other, are looked at and saved', async ({
  house,
  someone,
}) => {
  const { page } = await someone('phone');
  const words = `${story} Mit Anhang.`;
  const { name } = await ask(page, words);
  await acceptAs(house, words);
  await page.getByRole('link', { name: 'Zur Beratung' }).click();
  await expect(page.getByRole('log')).toContainText('Mit Anhang.');
  await chooseFiles(page, [
    letter,
    { name: 'Foto.png', mimeType: 'image/png', buffer: await pictureOf(page, 'image/png') },
  ]);
  const tray = page.getByRole('list', { name: 'Angehängt' });
  await expect(tray.getByRole('listitem')).toHaveCount(2);
  await expect(tray).toContainText('Ort und Aufnahmedaten sind entfernt.');
  await looksRight(page, 'tray');
  await page.getByLabel('Nachricht schreiben').fill('Anbei.');
  await page.getByRole('button', { name: 'Senden' }).click();
  const log = page.getByRole('log');
  await expect(log.getByRole('article').filter({ hasText: 'Brief vom Amt.txt' })).toContainText('angekommen');
  await expect(log.getByRole('article').filter({ hasText: 'Foto.png' })).toContainText('angekommen');
  await expect(tray).toHaveCount(0);
  await looksRight(page, 'sent');

  const staff = await someone('desk');
  await signInAs(staff.page, clara);
  await row(staff.page, name).click();
  await staff.page.getByRole('button', { name: 'Ansehen: Brief vom Amt.txt' }).click();
  const dialog = staff.page.getByRole('dialog', { name: 'Brief vom Amt.txt' });
  await expect(dialog.frameLocator('iframe').locator('pre')).toHaveText('Größe: 1\n<b>fett</b>');
  await looksRight(staff.page, 'letter');
  const saving = staff.page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Speichern' }).click();
  expect((await saving).suggestedFilename()).toBe('Brief vom Amt.txt');
  await dialog.getByRole('button', { name: 'Schließen' }).click();
  await staff.page.getByRole('button', { name: 'Ansehen: Foto.png' }).click();
  const picture = staff.page
    .getByRole('dialog', { name: 'Foto.png' })
    .frameLocator('iframe')
    .getByRole('img');
  await expect(picture).toBeVisible();
  await looksRight(staff.page, 'picture');
  await staff.page.screenshot({ path: '/tmp/files-viewer.png' });
  await staff.page
    .getByRole('dialog', { name: 'Foto.png' })
    .getByRole('button', { name: 'Schließen' })
    .click();
  await expect(staff.page.getByRole('log').locator('canvas')).toBeVisible();
  await staff.page.screenshot({ path: '/tmp/files-desk.png' });
  await page.screenshot({ path: '/tmp/files-phone.png' });
});
