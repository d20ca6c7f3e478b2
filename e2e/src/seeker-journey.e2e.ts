import { accept, listWaiting, send } from '@beistand/client';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { House } from './house.ts';
import { looksRight, tabTo } from './people.ts';
import { agreeAndSend, ask, findCentre, isKept, readKeys, signIn, story, write } from './seeker-steps.ts';

/** Clara takes the one enquiry that begins like this, and answers. */
async function answer({ clara }: House, begins: string, words: string): Promise<string> {
  const { waiting } = await listWaiting(clara);
  const enquiry = waiting.find(({ firstWords }) => firstWords?.startsWith(begins));
  if (!enquiry) throw new Error('the enquiry does not wait');
  await accept(clara, enquiry.conversation);
  await send(clara, enquiry.conversation, words);
  return enquiry.conversation;
}

const bubble = (page: Page, text: string) =>
  page.getByRole('log').getByRole('article').filter({ hasText: text });

for (const size of ['phone', 'desk'] as const)
  test(`from the first page to the answer, ${size}`, async ({ house, someone }) => {
    const { page } = await someone(size);
    const mine = `${story} Ich lese von einem Gerät: ${size}.`;
    await page.goto('/');
    await looksRight(page, 'home');
    await findCentre(page);
    await page.goBack();
    await page.getByLabel('Ihre Postleitzahl').fill('79098');
    await page.keyboard.press('Enter');
    await looksRight(page, 'topic');
    await page.getByRole('link', { name: 'Hier schreiben: Freiburg-Altstadt' }).click();
    await expect(page.locator('form[data-ready]')).toBeVisible();
    await looksRight(page, 'empty sheet');
    await write(page, mine);
    await looksRight(page, 'sheet');

    await page.reload();
    await expect(page.getByLabel('Ihre Nachricht')).toHaveValue(mine);
    await isKept(page);
    await page.getByRole('button', { name: 'Weiter', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'So finden Sie zurück' })).toBeVisible();
    await looksRight(page, 'name and phrase');
    const keys = await readKeys(page);
    await looksRight(page, 'code');
    await agreeAndSend(page, keys);
    await looksRight(page, 'what happens now');
    await expect(page.getByRole('main').getByText('Freiburg-Altstadt')).toBeVisible();
    expect(new URL(page.url()).pathname + new URL(page.url()).hash).toBe('/n');

    await page.getByRole('link', { name: 'Zur Beratung' }).click();
    await expect(bubble(page, mine)).toContainText('angekommen');
    await looksRight(page, 'waiting');
    const conversation = await answer(
      house,
      mine,
      'Danke, dass Sie schreiben. Fangen wir mit einem Brief an.',
    );
    await expect(bubble(page, 'Fangen wir mit einem Brief an.')).toBeVisible();
    await expect(page.getByText(/Clara Keller hat die Beratung angenommen/)).toBeVisible();
    await looksRight(page, 'answered');
    const line = page.getByLabel('Nachricht schreiben');
    await line.fill('Der oberste ist von der Stadt.');
    await page.getByRole('button', { name: 'Senden' }).click();
    await expect(bubble(page, 'Der oberste ist von der Stadt.')).toContainText('angekommen');
    await expect(line).toHaveValue('');

    await house.restart();
    await send(house.clara, conversation, 'Gut. Was steht fett gedruckt darin?');
    await expect(bubble(page, 'Was steht fett gedruckt darin?')).toBeVisible({ timeout: 30_000 });

    const { page: other } = await someone('desk', { isApart: true });
    await signIn(other, keys);
    for (const text of [mine, 'Fangen wir mit einem Brief an.', 'von der Stadt', 'fett gedruckt'])
      await expect(bubble(other, text)).toBeVisible();
  });

test('without a pointer', async ({ house, someone }) => {
  const { page } = await someone('desk');
  const mine = 'Ich schreibe nur mit Tasten. Geht das hier?';
  await page.goto('/');
  await tabTo(page, 'Was beschäftigt Sie?');
  await page.keyboard.type('schuld');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/a\//);
  await tabTo(page, 'Ihre Postleitzahl');
  await page.keyboard.type('79098');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Hier schreiben: Freiburg-Altstadt');
  await page.keyboard.press('Enter');
  await expect(page.locator('form[data-ready]')).toBeVisible();
  await tabTo(page, 'Ihre Nachricht');
  await page.keyboard.type(mine);
  await isKept(page);
  await tabTo(page, 'Weiter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'So finden Sie zurück' })).toBeFocused();
  const code = (await page.locator('#root ol[dir=ltr] li').allTextContents()).join('-');
  await tabTo(page, 'Zur Probe: die letzten vier Zeichen');
  await page.keyboard.type('0000');
  await tabTo(page, /einverstanden/);
  await page.keyboard.press('Space');
  await tabTo(page, 'Nachricht abschicken');
  await page.keyboard.press('Enter');
  const probe = page.getByLabel('Zur Probe: die letzten vier Zeichen');
  await expect(probe).toBeFocused();
  await expect(probe).toHaveAccessibleDescription(/andere Zeichen/);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(code.slice(-4));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Ihre Nachricht ist da' })).toBeFocused({ timeout: 30_000 });
  await tabTo(page, 'Zur Beratung');
  await page.keyboard.press('Enter');
  await expect(bubble(page, mine)).toBeVisible();
  await answer(house, mine, 'Ja, das geht.');
  await expect(bubble(page, 'Ja, das geht.')).toBeVisible();
  await tabTo(page, 'Nachricht schreiben');
  await page.keyboard.type('Gut zu wissen.');
  await page.keyboard.press('Enter');
  await expect(bubble(page, 'Gut zu wissen.')).toContainText('angekommen');
});

for (const way of ['the control', 'three times Shift'] as const)
  test(`leaving quickly by ${way}`, async ({ someone }) => {
    const { page } = await someone('phone');
    await findCentre(page);
    await write(page, 'Davon darf niemand etwas sehen.');
    if (way === 'the control') await page.getByRole('link', { name: /Verlassen/ }).click();
    else for (let i = 0; i < 3; i++) await page.keyboard.press('Shift');
    await page.waitForURL('about:blank');
    await page.evaluate(() => history.back());
    await page.waitForURL('about:blank');
    expect(await page.locator('body').textContent()).toBe('');
    // Who types the address again in the same tab comes in, and nothing of before is offered.
    await page.goto('/w');
    await expect(page.locator('form[data-ready]')).toBeVisible();
    await expect(page.getByLabel('Ihre Nachricht')).toHaveValue('');
  });

test('no field of a seeker lets the browser remember what was typed', async ({ someone }) => {
  const { page } = await someone('phone');
  const seen: string[] = [];
  const look = async (): Promise<void> => {
    const fields = await page
      .locator('input, textarea, select')
      .evaluateAll((all) => all.map((field) => field.getAttribute('autocomplete') ?? 'none'));
    seen.push(...fields);
  };
  await page.goto('/');
  await look();
  await findCentre(page);
  await look();
  await write(page, story);
  await page.getByRole('button', { name: 'Weiter', exact: true }).click();
  await page.getByRole('button', { name: 'Eigenes Passwort wählen' }).click();
  await look();
  await page.getByRole('button', { name: 'Doch lieber der Satz' }).click();
  const keys = await readKeys(page);
  await look();
  await agreeAndSend(page, keys);
  await page.getByRole('link', { name: 'Zur Beratung' }).click();
  await expect(page.getByRole('log')).toBeVisible();
  await look();
  await page.goto('/s');
  await look();
  await page.getByRole('button', { name: /Notfall-Code/ }).click();
  await look();
  expect(seen.length).toBeGreaterThan(8);
  expect(new Set(seen)).toEqual(new Set(['off']));
});

test('two enquiries under one sign-in', async ({ someone }) => {
  const { page } = await someone('desk');
  await ask(page, 'Meine erste Frage.');
  await page.getByRole('link', { name: 'Zur Beratung' }).click();
  await page.getByRole('link', { name: 'Neue Anfrage' }).click();
  await page.getByRole('link', { name: /^Sucht/ }).click();
  await page.getByLabel('Ihre Postleitzahl').fill('79312');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Hier schreiben: Emmendingen' }).click();
  await write(page, 'Meine zweite Frage.');
  await page.getByRole('button', { name: 'Weiter', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Noch einmal Ihr Ja' })).toBeVisible();
  await looksRight(page, 'agreeing again');
  await page.getByRole('checkbox', { name: /einverstanden/ }).check();
  await page.getByRole('button', { name: 'Nachricht abschicken' }).click();
  await expect(page.getByRole('heading', { name: 'Ihre Nachricht ist da' })).toBeVisible();
  await page.getByRole('link', { name: 'Zur Beratung' }).click();
  await expect(bubble(page, 'Meine zweite Frage.')).toBeVisible();
  await page.getByRole('button', { name: 'Alle meine Beratungen' }).click();
  await expect(page.getByRole('heading', { name: 'Alle meine Beratungen' })).toBeFocused();
  await looksRight(page, 'list');
  await page.getByRole('button', { name: /Meine erste Frage/ }).click();
  await expect(bubble(page, 'Meine erste Frage.')).toBeVisible();
});
