// What someone frightened does: taps before the page is ready, types as it comes, goes back, wants out from anywhere.
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { looksRight } from './people.ts';
import { agreeAndSend, findCentre, readKeys, seekerOf, signIn, story, write } from './seeker-steps.ts';

/** The app's script comes when it is let through: a slow line, without waiting for one. */
async function holdScript(page: Page): Promise<() => void> {
  const { promise: arrived, resolve: letThrough } = Promise.withResolvers<void>();
  await page.context().route('**/assets/{seeker,public,staff}-*.js', async (route) => {
    await arrived;
    await route.continue();
  });
  return letThrough;
}

const onward = (page: Page) => page.getByRole('button', { name: 'Weiter', exact: true });

test('a tap before the script has come is kept, and with it the text', async ({ someone }) => {
  const { page } = await someone('phone');
  await findCentre(page);
  const letThrough = await holdScript(page);
  await page.reload({ waitUntil: 'commit' });
  await page.getByLabel('Ihre Nachricht').fill(story);
  await onward(page).click();
  await onward(page).click();
  await expect(page.getByLabel('Ihre Nachricht')).toHaveValue(story);
  letThrough();
  const keys = await readKeys(page);
  await agreeAndSend(page, keys);
  await expect(page.getByText(story)).toBeVisible();
});

test('the sign-in answers a tap that came too early', async ({ someone }) => {
  const { page } = await someone('phone');
  const letThrough = await holdScript(page);
  await page.goto('/s', { waitUntil: 'commit' });
  await page.getByLabel('Ihr Name hier').fill('blauer-otter-4821');
  await page.getByRole('button', { name: /Mit Notfall-Code/ }).click();
  letThrough();
  await expect(page.getByLabel('Ihr Notfall-Code')).toBeVisible();
  await expect(page.getByLabel('Ihr Name hier')).toHaveValue('blauer-otter-4821');
});

test('so does the staff’s, and says what is missing', async ({ someone }) => {
  const { page } = await someone('desk');
  const letThrough = await holdScript(page);
  await page.goto('/b', { waitUntil: 'commit' });
  await page.getByLabel('Anmeldename').fill('clara');
  await page.getByRole('button', { name: 'Anmelden' }).click();
  letThrough();
  await expect(page.getByLabel('Satz oder Passwort')).toHaveAccessibleDescription(/Tragen Sie Ihren Satz/);
  await expect(page.getByLabel('Satz oder Passwort')).toBeFocused();
  await expect(page.getByLabel('Anmeldename')).toHaveValue('clara');
});

test('the postcode asked for too early is answered; none at all is said in our own words', async ({
  someone,
}) => {
  const { page } = await someone('phone');
  await page.goto('/');
  const letThrough = await holdScript(page);
  await page.getByRole('link', { name: /^Schulden/ }).click({ noWaitAfter: true });
  await page.getByLabel('Ihre Postleitzahl').fill('79098');
  await page.getByRole('button', { name: 'Stellen zeigen' }).click();
  letThrough();
  await expect(page.getByRole('heading', { name: 'Zwei Stellen für Sie' })).toBeVisible();
  // By which day and hour, before anything is written.
  await expect(
    page.getByText(
      /Antwort spätestens \p{L}+tag, \d+\. \p{L}+, \d+(:\d\d)?\s?Uhr, wenn Sie jetzt schreiben/u,
    ),
  ).toHaveCount(2);
  await expect(page.getByRole('link', { name: '030 23125 410' })).toHaveAttribute('href', 'tel:03023125410');
  await looksRight(page, 'centres with their promise');

  await page.getByLabel('Ihre Postleitzahl').fill('');
  await page.getByRole('button', { name: 'Stellen zeigen' }).click();
  await expect(page.getByRole('alert')).toContainText('Tragen Sie Ihre Postleitzahl ein');
  await expect(page.getByLabel('Ihre Postleitzahl')).toBeFocused();
  await looksRight(page, 'no postcode');

  await page.getByLabel('Ihre Postleitzahl').fill('01067');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeHidden();
  await expect(page.getByText('Schreiben oder anrufen dürfen Sie trotzdem')).toBeVisible();
  await expect(page.getByRole('link', { name: /^Hier schreiben/ })).toHaveCount(2);
  await looksRight(page, 'nobody near');
});

test('the centres are still there after Back, and forgotten after leaving', async ({ someone }) => {
  const { page } = await someone('phone');
  await findCentre(page);
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Zwei Stellen für Sie' })).toBeVisible();
  await page.getByRole('link', { name: 'Hier schreiben: Freiburg-Altstadt' }).click();
  await page.getByRole('link', { name: 'Zurück' }).click();
  await expect(page.getByRole('heading', { name: 'Zwei Stellen für Sie' })).toBeVisible();
  const address = page.url();
  expect(address).not.toContain('79098');
  await page.getByRole('link', { name: /Verlassen|verlassen/ }).click();
  await page.waitForURL('about:blank');
  await page.goto(address);
  await expect(page.getByLabel('Ihre Postleitzahl')).toHaveValue('');
});

test('the search understands sentences, other words and other languages', async ({ someone }) => {
  const { page } = await someone('phone');
  await page.goto('/');
  const search = page.getByLabel('Was beschäftigt Sie?');
  const topics = page.getByRole('region', { name: 'Worum geht es?' }).getByRole('link');
  const said = page.getByRole('search').getByRole('status').last();
  for (const words of ['Ich habe so viele Schulden', 'Inkasso', 'borç', 'debt']) {
    await search.fill(words);
    await expect(topics).toHaveText([/^Schulden/]);
    await expect(said).toHaveText('Ein Thema passt:');
  }
  await search.fill('mein Mann trinkt');
  await expect(topics).toHaveText([/^Sucht/]);
  await search.fill('xyzzy');
  await expect(topics).toHaveCount(3);
  await expect(said).toContainText('Dazu finden wir kein Thema.');
  const call = page.getByRole('search').getByRole('link');
  await expect(call).toHaveCount(0);
  await search.fill('Ich will nicht mehr leben');
  await expect(call).toHaveText([/112/, /116 123/]);
  await looksRight(page, 'search in a crisis');
});

test('out of any dialog with one tap, and out of every tab', async ({ someone }) => {
  const { page } = await someone('phone');
  await findCentre(page);
  await write(page, story);
  await onward(page).click();
  await readKeys(page);
  const other = await page.context().newPage();
  await other.goto('/');
  await page.getByRole('button', { name: /^Ohne Notfall-Code/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expect(page.locator('dialog :focus')).not.toHaveAttribute('data-leave');
  const place = await dialog.locator('[data-leave]').boundingBox();
  expect(place).toEqual(await page.locator('header [data-leave]').boundingBox());
  await dialog.locator('[data-leave]').click();
  await page.waitForURL('about:blank');
  await other.waitForURL('about:blank');
});

test('the layer of who reads along has its way out too', async ({ house, someone }) => {
  const { page } = await someone('phone');
  await signIn(page, await seekerOf(house));
  await page.getByRole('button', { name: /Wer liest mit/ }).click();
  await looksRight(page, 'who reads along');
  await page.locator('#readers [data-leave]').click();
  await page.waitForURL('about:blank');
});

test('a phrase copied by hand opens, and the words stay the same over a change of mind', async ({
  someone,
}) => {
  const { page } = await someone('phone');
  await findCentre(page);
  await write(page, story);
  await onward(page).click();
  await expect(page.getByText('Ihre Nachricht ist noch nicht abgeschickt.')).toBeVisible();
  const words = page.getByRole('region', { name: /^Ihr Satz/ }).locator('li');
  const before = await words.allTextContents();
  await page.getByRole('button', { name: 'Eigenes Passwort wählen' }).click();
  // Judged before one goes on.
  await page.getByRole('textbox', { name: 'Ihr Passwort' }).fill('passwort1234');
  await page.getByRole('button', { name: 'Weiter zum Notfall-Code' }).click();
  await expect(page.getByRole('textbox', { name: 'Ihr Passwort' })).toHaveAccessibleDescription(
    /leicht zu erraten/,
  );
  await page.getByRole('button', { name: 'Doch lieber der Satz' }).click();
  expect(await words.allTextContents()).toEqual(before);
  const keys = await readKeys(page);
  await expect(page.getByText('Ihre Nachricht ist noch nicht abgeschickt.')).toBeVisible();

  // What is wrong is said where it can be read, not under the bar.
  await page.getByRole('button', { name: 'Nachricht abschicken' }).click();
  const sentence = page.getByText('Tippen Sie die letzten vier Zeichen ab.');
  const bar = await page.getByRole('button', { name: 'Nachricht abschicken' }).boundingBox();
  const seen = await sentence.boundingBox();
  expect((seen?.y ?? 0) + (seen?.height ?? 0)).toBeLessThan(bar?.y ?? 0);
  await agreeAndSend(page, keys);

  const { page: later } = await someone('phone');
  const phrase = ` ${keys.phrase.charAt(0).toUpperCase()}${keys.phrase.slice(1)}`.replace(/ (\w+)$/, '  $1 ');
  await signIn(later, { ...keys, phrase });
  await expect(later.getByRole('log')).toContainText(story);
});

test('the sheet names its centre, and says when a text was begun for another', async ({ someone }) => {
  const { page } = await someone('phone');
  await findCentre(page);
  await expect(page.getByText('Nur Sie und Freiburg-Altstadt können das lesen.')).toBeVisible();
  await write(page, story);
  await page.goBack();
  await page.getByRole('link', { name: 'Hier schreiben: Emmendingen' }).click();
  await expect(page.getByLabel('Ihre Nachricht')).toHaveValue(story);
  await expect(
    page.getByText('Diesen Text haben Sie für Freiburg-Altstadt begonnen. Jetzt geht er an Emmendingen.'),
  ).toBeVisible();
  await looksRight(page, 'begun for another centre');
});

test('a server that asks for patience: when it goes on is said beside the button', async ({ someone }) => {
  const { page } = await someone('phone');
  await findCentre(page);
  await write(page, story);
  await onward(page).click();
  const keys = await readKeys(page);
  await page
    .context()
    .route('**/api/enquiries', (route) =>
      route.fulfill({ status: 429, json: { code: 'SLOW', sentence: '', after: 240 } }),
    );
  await page.getByLabel('Zur Probe: die letzten vier Zeichen').fill(keys.code.slice(-4));
  await page.getByRole('checkbox', { name: /einverstanden/ }).check();
  await page.getByRole('button', { name: 'Nachricht abschicken' }).click();
  const notice = page.getByText(/Der nächste Versuch ist um \d\d:\d\d Uhr/);
  await expect(notice).toBeInViewport();
  await looksRight(page, 'patience');
});

test('a message stands in one place at every moment, and a page loaded anew says why it asks', async ({
  house,
  someone,
}) => {
  const { page } = await someone('phone');
  await signIn(page, await seekerOf(house));
  const sheet = page.getByLabel('Nachricht schreiben');
  const { promise: arrived, resolve: letThrough } = Promise.withResolvers<void>();
  await page.context().route('**/api/conversations/*/items**', async (route) => {
    await arrived;
    await route.continue();
  });
  await sheet.fill('Noch etwas.');
  await page.getByRole('button', { name: 'Senden' }).click();
  const bubble = page.getByRole('log').getByRole('article').filter({ hasText: 'Noch etwas.' });
  await expect(bubble).toContainText('wird versiegelt');
  await expect(sheet).toHaveValue('');
  // Whoever writes on meanwhile keeps what they write.
  await sheet.fill('Und weiter');
  letThrough();
  await expect(bubble).toContainText('angekommen');
  await expect(bubble).toHaveCount(1);
  await expect(sheet).toHaveValue('Und weiter');
  await page.reload();
  await expect(page.getByText('Beim Neuladen vergisst diese Seite alles')).toBeVisible();
  await looksRight(page, 'loaded anew');
});
