import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accept, contentOf, type Entry, refresh } from '@beistand/client';
import { askForHelp } from '@beistand/client/cast/ask';
import { clara, phraseOf } from '@beistand/client/cast/people';
import { limits } from '@beistand/contract';
import type { Locator, Page } from '@playwright/test';
import { startCuttingProxy } from './cutting-proxy.ts';
import { chooseFiles, pictureOf, place, withPlace } from './file-steps.ts';
import { expect, test } from './fixtures.ts';
import type { House } from './house.ts';
import { looksRight, visit } from './people.ts';
import { signIn } from './seeker-steps.ts';
import { row, signInAs } from './staff-steps.ts';

const mebibyte = 2 ** 20;
const isFull = process.env.FULL === '1';
const folder = mkdtempSync(join(tmpdir(), 'files-'));
test.describe.configure({ mode: 'default' });
test.afterAll(() => rmSync(folder, { recursive: true }));

let asked = 0;
/** A seeker whom Clara has accepted. */
async function newSeeker({ newWorld, altstadt, topicIds, clara }: House) {
  const name = `leise-linde-${++asked}`;
  const phrase = phraseOf('anker');
  const { conversation } = await askForHelp(newWorld(), {
    ...{ centre: altstadt.centre, topic: topicIds[0]!, topicTitle: 'Schulden' },
    ...{ text: 'Ich habe einen Brief.', name, phrase },
  });
  await accept(clara, conversation);
  return { name, phrase, code: '', conversation };
}

const tray = (page: Page): Locator => page.getByRole('list', { name: 'Angehängt' });
const bubble = (page: Page, text: string): Locator =>
  page.getByRole('log').getByRole('article').filter({ hasText: text });
const send = (page: Page): Promise<void> => page.getByRole('button', { name: 'Senden', exact: true }).click();

const isFile = (entry: Entry) => entry.t === 'message' && entry.file !== undefined;
/** What Clara gets of the file sent last. */
async function received({ clara }: House, conversation: string) {
  const { entries } = await refresh(clara, conversation);
  const entry = entries.filter(isFile).at(-1);
  if (entry?.t !== 'message') throw new Error('no file has come');
  return { ...entry.file!, bytes: Buffer.from(await contentOf(clara, conversation, entry.id)) };
}

test('a letter and a picture go from one side to the other, are looked at and saved', async ({
  house,
  someone,
}) => {
  const { page } = await someone('phone');
  const seeker = await newSeeker(house);
  await signIn(page, seeker);
  const photo = await pictureOf(page, { type: 'image/png', width: 640, height: 480 });
  await chooseFiles(page, [
    { name: 'Brief vom Amt.txt', mimeType: 'text/plain', buffer: Buffer.from('Größe: 1\n<b>fett</b>') },
    { name: 'Foto.png', mimeType: 'image/png', buffer: photo },
    { name: 'leer.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) },
  ]);
  await expect(tray(page).getByRole('listitem')).toHaveCount(3);
  await expect(tray(page)).toContainText('Ort und Aufnahmedaten sind entfernt.');
  await expect(tray(page)).toContainText('Diese Datei ist leer und wird nicht gesendet.');
  await looksRight(page, 'chosen files');
  await page.getByRole('button', { name: 'leer.pdf entfernen' }).click();
  await page.getByLabel('Nachricht schreiben').fill('Anbei.');
  await send(page);
  await expect(bubble(page, 'Brief vom Amt.txt')).toContainText('angekommen');
  await expect(bubble(page, 'Foto.png')).toContainText('angekommen');
  await expect(bubble(page, 'Anbei.')).toContainText('angekommen');
  await expect(tray(page)).toHaveCount(0);
  await looksRight(page, 'files in the timeline');

  const staff = (await someone('desk')).page;
  await signInAs(staff, clara);
  await row(staff, seeker.name).click();
  await staff.getByRole('button', { name: 'Ansehen: Brief vom Amt.txt' }).click();
  const letter = staff.getByRole('dialog', { name: 'Brief vom Amt.txt' });
  await expect(letter.frameLocator('iframe').locator('pre')).toHaveText('Größe: 1\n<b>fett</b>');
  await looksRight(staff, 'a letter');
  const saving = staff.waitForEvent('download');
  await letter.getByRole('button', { name: 'Speichern' }).click();
  expect((await saving).suggestedFilename()).toBe('Brief vom Amt.txt');
  await letter.frameLocator('iframe').locator('pre').press('Escape');
  await expect(letter).toHaveCount(0);
  await staff.getByRole('button', { name: 'Ansehen: Foto.png' }).click();
  const picture = staff.getByRole('dialog', { name: 'Foto.png' });
  await expect(picture.frameLocator('iframe').getByRole('img', { name: 'Foto.png' })).toBeVisible();
  await looksRight(staff, 'a picture');
  await picture.getByRole('button', { name: 'Schließen' }).click();
  await expect(bubble(staff, 'Foto.png').locator('canvas')).toBeVisible();

  // The other way, by keyboard alone; on a device that isn't theirs seekers are asked before anything stays on it.
  await chooseFiles(staff, [
    { name: 'Antrag.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') },
  ]);
  await expect(tray(staff)).toContainText('Antrag.pdf');
  await staff.getByLabel('Nachricht schreiben').press('Control+Enter');
  await page.getByRole('button', { name: 'Speichern: Antrag.pdf' }).click();
  const question = page.getByRole('dialog', { name: 'Auf diesem Gerät speichern?' });
  await looksRight(page, 'before saving');
  const savingToo = page.waitForEvent('download');
  await question.getByRole('button', { name: 'Speichern', exact: true }).click();
  expect((await savingToo).suggestedFilename()).toBe('Antrag.pdf');
});

test('a picture says nothing any more about where and by what it was taken', async ({ house, someone }) => {
  const { page } = await someone('desk');
  const seeker = await newSeeker(house);
  await signIn(page, seeker);
  const plain = await pictureOf(page, { type: 'image/jpeg', width: 640, height: 480 });
  const photo = withPlace(plain, 'Kanarienkamera', 'Bei Kanaris im Hof');
  const telling = ['Exif', place.north, place.east, 'Kanarienkamera', 'Kanaris im Hof'];
  for (const one of telling) expect(photo.includes(one)).toBe(true);
  await chooseFiles(page, [{ name: 'Hof.jpg', mimeType: 'image/jpeg', buffer: photo }]);
  await expect(tray(page)).toContainText('Ort und Aufnahmedaten sind entfernt.');
  await send(page);
  await expect(bubble(page, 'Hof.jpg')).toContainText('angekommen');
  const { bytes, mime, name } = await received(house, seeker.conversation);
  expect([mime, name, bytes.subarray(0, 3).toString('hex')]).toEqual(['image/jpeg', 'Hof.jpg', 'ffd8ff']);
  for (const one of telling) expect(bytes.includes(one)).toBe(false);
  // Turned as its camera said: what stood left stands on top.
  await page.getByRole('button', { name: 'Ansehen: Hof.jpg' }).click();
  const shown = page.getByRole('dialog').frameLocator('iframe').getByRole('img');
  await expect(shown).toBeVisible();
  const sides = await shown.evaluate(({ naturalWidth, naturalHeight }: HTMLImageElement) => [
    naturalWidth,
    naturalHeight,
  ]);
  expect(sides).toEqual([480, 640]);
  await page.getByRole('button', { name: 'Schließen' }).click();

  // What this browser can't draw goes as it is, and says so before.
  const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
  await chooseFiles(page, [{ name: 'IMG_1.HEIC', mimeType: 'image/heic', buffer: heic }]);
  await expect(tray(page)).toContainText(
    'Angaben im Bild, etwa der Ort der Aufnahme, lassen sich hier nicht',
  );
  await send(page);
  await expect(bubble(page, 'IMG_1.HEIC')).toContainText('angekommen');
  expect((await received(house, seeker.conversation)).bytes.equals(heic)).toBe(true);

  // The way out by keys works from inside a file too.
  await page.getByRole('button', { name: 'Ansehen: Hof.jpg' }).first().click();
  await shown.click();
  for (let i = 0; i < 3; i++) await page.keyboard.press('Shift');
  await page.waitForURL('about:blank');
});

test('without a network a file waits and goes by itself, or is stopped; what can’t go says why', async ({
  house,
  someone,
}) => {
  const { page } = await someone('phone');
  const seeker = await newSeeker(house);
  await signIn(page, seeker);
  const text = (name: string) => ({ name, mimeType: 'text/plain', buffer: randomBytes(2000) });
  await chooseFiles(page, [text('bleibt.txt')]);
  await expect(tray(page)).toContainText('bleibt.txt');
  await page.context().setOffline(true);
  await send(page);
  const log = page.getByRole('log');
  await expect(log).toContainText('wartet auf Verbindung und geht von selbst weiter.');
  await chooseFiles(page, [text('geht nicht.txt')]);
  await send(page);
  await expect(log).toContainText('wartet auf die Datei davor');
  await looksRight(page, 'files that wait');
  await page.getByRole('button', { name: 'Senden abbrechen: geht nicht.txt' }).click();
  await page.context().setOffline(false);
  await expect(bubble(page, 'bleibt.txt')).toContainText('angekommen');
  await expect(log).not.toContainText('geht nicht.txt');

  await page.route('**/parts/*', (route) =>
    route.fulfill({ status: 429, json: { code: 'SLOW', after: 20_000 } }),
  );
  await chooseFiles(page, [text('zu viel.txt')]);
  await send(page);
  await expect(log).toContainText('Für heute sind 200 MB erreicht.');
  await looksRight(page, 'a file that was refused');
  await page.unroute('**/parts/*');
  await page.getByRole('button', { name: 'Noch einmal versuchen' }).click();
  await expect(bubble(page, 'zu viel.txt')).toContainText('angekommen');

  const large = join(folder, 'groß.pdf');
  writeFileSync(large, Buffer.alloc(limits.file.mostBytes + 1));
  await chooseFiles(page, large);
  await expect(tray(page)).toContainText('Diese Datei ist zu groß. Bis zu 50 MB sind möglich.');
});

// The client's tests do the same without a browser.
if (isFull)
  test('the session ends while a file is on its way: it goes on once the same person is in again', async ({
    house,
    someone,
  }) => {
    const { page } = await someone('phone');
    const seeker = await newSeeker(house);
    await signIn(page, seeker);
    await chooseFiles(page, [{ name: 'Rest.bin', mimeType: '', buffer: randomBytes(5 * mebibyte) }]);
    await expect(tray(page)).toContainText('Rest.bin');
    await page.route('**/parts/1', (route) => route.fulfill({ status: 401, json: { code: 'SESSION' } }));
    await page.context().clearCookies();
    await send(page);
    await page.getByLabel('Ihr Satz oder Passwort').fill(seeker.phrase);
    await page.unroute('**/parts/1');
    await page.getByLabel('Ihr Name hier').fill(seeker.name);
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await expect(bubble(page, 'Rest.bin')).toContainText('angekommen');
    expect((await received(house, seeker.conversation)).size).toBe(5 * mebibyte);
  });

const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest('hex');
};
// A file of two parts, or of thirteen, each cut falling into another of them.
const [size, cuts] = isFull ? [limits.file.mostBytes, [5, 9, 10, 9, 10]] : [5 * mebibyte, [1, 5]];

test(`a file of ${size / mebibyte} MB over a line cut ${cuts.length} times arrives to the byte`, async ({
  house,
}) => {
  const seeker = await newSeeker(house);
  const path = join(folder, 'Unterlagen.bin');
  writeFileSync(path, randomBytes(size));
  const proxy = await startCuttingProxy(
    house.origin,
    cuts.map((at) => at * mebibyte),
  );
  const { page, leave } = await visit('phone', proxy.origin);
  await signIn(page, seeker);
  await chooseFiles(page, path);
  await expect(tray(page)).toContainText('Unterlagen.bin');
  const from = Date.now();
  await send(page);
  await expect(bubble(page, 'Unterlagen.bin')).toContainText('angekommen', { timeout: 90_000 });
  const seconds = (Date.now() - from) / 1000;
  expect(proxy.cuts()).toBe(cuts.length);
  await leave();
  await proxy.close();

  const staff = await visit('desk', house.origin);
  await signInAs(staff.page, clara);
  await row(staff.page, seeker.name).click();
  await staff.page.getByRole('button', { name: 'Speichern: Unterlagen.bin' }).click();
  const saving = staff.page.waitForEvent('download');
  const warning = staff.page.getByRole('dialog', { name: 'Auf diesem Gerät speichern?' });
  await expect(warning).toContainText('Diese Datei könnte dem Gerät schaden.');
  await warning.getByRole('button', { name: 'Speichern', exact: true }).click();
  expect(await hashOf(await (await saving).path())).toBe(await hashOf(path));
  expect(staff.complaints).toEqual([]);
  await staff.leave();
  expect(seconds).toBeLessThan(40);
  test.info().annotations.push({
    type: 'figure',
    description: `${size / mebibyte} MB, ${cuts.length} cuts: ${seconds.toFixed(0)} s`,
  });
});
