// Long: one story a fault, each with its own beginning and end.
import type { Page, Route } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { looksRight } from './people.ts';
import {
  agreeAndSend,
  findCentre,
  isKept,
  readKeys,
  seekerOf,
  signIn,
  story,
  write,
  writeAndBeStopped,
} from './seeker-steps.ts';

const bubble = (page: Page, text: string) =>
  page.getByRole('log').getByRole('article').filter({ hasText: text });

/** The server's next answer to an enquiry is this refusal; after that it is itself again. */
async function refuseOnce(page: Page, code: string): Promise<void> {
  let isDone = false;
  await page.context().route('**/api/enquiries', async (route: Route) => {
    if (isDone) return route.continue();
    isDone = true;
    await route.fulfill({ status: 409, json: { code, sentence: '' } });
  });
}

async function toTheCode(page: Page) {
  await findCentre(page);
  await write(page, story);
  await page.getByRole('button', { name: 'Weiter', exact: true }).click();
  return readKeys(page);
}

test('text typed before the script has come survives it', async ({ someone }) => {
  const { page } = await someone('phone');
  const { promise: arrived, resolve: letThrough } = Promise.withResolvers<void>();
  await page.context().route('**/assets/seeker-*.js', async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto('/w', { waitUntil: 'commit' });
  await page.getByLabel('Ihre Nachricht').fill('Schon da, bevor die Seite fertig war.');
  letThrough();
  await expect(page.locator('form[data-ready]')).toBeVisible();
  await expect(page.getByLabel('Ihre Nachricht')).toHaveValue('Schon da, bevor die Seite fertig war.');
  await isKept(page);
});

test('what can’t be kept is not called kept, and clearing forgets', async ({ someone }) => {
  const { page } = await someone('phone');
  await page.context().route('**/api/tab', (route) => route.abort());
  await page.goto('/w');
  await expect(page.locator('form[data-ready]')).toBeVisible();
  await page.getByLabel('Ihre Nachricht').fill('Noch nirgends.');
  await expect(page.getByText('Noch nicht gesichert. Lassen Sie diese Seite offen.')).toBeVisible();
  await looksRight(page, 'unsaved sheet');
  await page.context().unroute('**/api/tab');
  await page.getByLabel('Ihre Nachricht').fill('Jetzt irgendwo.');
  await isKept(page);
  await page.getByRole('button', { name: 'Text löschen' }).click();
  await expect(page.getByLabel('Ihre Nachricht')).toHaveValue('');
  await page.getByRole('button', { name: 'Zurückholen' }).click();
  await expect(page.getByLabel('Ihre Nachricht')).toHaveValue('Jetzt irgendwo.');
  await page.getByRole('button', { name: 'Text löschen' }).click();
  await page.reload();
  await expect(page.locator('form[data-ready]')).toBeVisible();
  await expect(page.getByLabel('Ihre Nachricht')).toHaveValue('');
});

test('a text that is too long or empty is said, and kept', async ({ someone }) => {
  const { page } = await someone('phone');
  await findCentre(page);
  await page.getByRole('button', { name: 'Weiter', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText('Schreiben Sie zuerst etwas. Ein Satz genügt.');
  await expect(page.getByLabel('Ihre Nachricht')).toBeFocused();
  await write(page, 'ä'.repeat(7300));
  await expect(page.getByText('Noch 700 Zeichen')).toBeVisible();
  await write(page, 'ä'.repeat(8003));
  await page.getByRole('button', { name: 'Weiter', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('zu lang');
  await expect(page.getByText('3 Zeichen zu viel')).toBeVisible();
  await looksRight(page, 'too long');
});

test('the code stays the same over going back and reloading', async ({ someone }) => {
  const { page } = await someone('desk');
  const first = await toTheCode(page);
  await page.goBack();
  await page.getByLabel('Ihre Nachricht').fill(`${story} Und noch ein Satz.`);
  await isKept(page);
  await page.getByRole('button', { name: 'Weiter', exact: true }).click();
  expect(await readKeys(page)).toEqual(first);
  await page.reload();
  expect(await readKeys(page)).toEqual(first);
  await agreeAndSend(page, first);
  await expect(page.getByText('Und noch ein Satz.')).toBeVisible();
});

test('a name that was taken is replaced, nothing else changes', async ({ someone }) => {
  const { page } = await someone('desk');
  const keys = await toTheCode(page);
  await refuseOnce(page, 'HANDLE_TAKEN');
  await page.getByLabel('Zur Probe: die letzten vier Zeichen').fill(keys.code.slice(-4));
  await page.getByRole('checkbox', { name: /einverstanden/ }).check();
  await page.getByRole('button', { name: 'Nachricht abschicken' }).click();
  await expect(page.getByText(`„${keys.name}“ hatte schon jemand anderes.`)).toBeVisible();
  await looksRight(page, 'name taken');
  const next = await readKeys(page);
  expect(next.name).not.toBe(keys.name);
  expect({ ...next, name: keys.name }).toEqual(keys);
  await agreeAndSend(page, next);
});

test('a changed consent text is read and agreed to again', async ({ someone }) => {
  const { page } = await someone('phone');
  const keys = await toTheCode(page);
  await refuseOnce(page, 'TEXT');
  await page.getByLabel('Zur Probe: die letzten vier Zeichen').fill(keys.code.slice(-4));
  const box = page.getByRole('checkbox', { name: /einverstanden/ });
  await box.check();
  await page.getByRole('button', { name: 'Nachricht abschicken' }).click();
  await expect(box).not.toBeChecked();
  await expect(box).toHaveAccessibleDescription(/gerade geändert/);
  await agreeAndSend(page, keys);
});

test('a centre that has closed meanwhile: the text goes to another one', async ({ someone }) => {
  const { page } = await someone('phone');
  const keys = await toTheCode(page);
  await refuseOnce(page, 'CLOSED');
  await page.getByLabel('Zur Probe: die letzten vier Zeichen').fill(keys.code.slice(-4));
  await page.getByRole('checkbox', { name: /einverstanden/ }).check();
  await page.getByRole('button', { name: 'Nachricht abschicken' }).click();
  await expect(
    page.getByRole('heading', { name: 'Diese Stelle nimmt gerade niemanden neu auf' }).first(),
  ).toBeVisible();
  await looksRight(page, 'closed');
  await page.getByRole('button', { name: 'Andere Stelle wählen' }).click();
  await page.getByLabel('Ihre Postleitzahl').fill('79312');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Hier schreiben: Emmendingen' }).click();
  await expect(page.getByLabel('Ihre Nachricht')).toHaveValue(story);
  await page.getByRole('button', { name: 'Weiter', exact: true }).click();
  await agreeAndSend(page, await readKeys(page));
  await expect(page.getByRole('main').getByText('Emmendingen')).toBeVisible();
});

test('a link with a false fingerprint stops before anything is sealed', async ({ house, someone }) => {
  const { page } = await someone('phone');
  const centre = await (await page.request.get(`/api/centres/${house.altstadt.centre}`)).json();
  await page.goto(`/a/${centre.code}#k=${'0'.repeat(26)}`);
  await page.getByRole('link', { name: /Schulden/ }).click();
  await expect(page.locator('form[data-ready]')).toBeVisible();
  await writeAndBeStopped(page, story);
  await looksRight(page, 'false centre');
});

test('without a network it waits, and goes by itself', async ({ someone }) => {
  const { page } = await someone('phone');
  const keys = await toTheCode(page);
  await page.context().route('**/api/enquiries', (route) => route.abort());
  await page.getByLabel('Zur Probe: die letzten vier Zeichen').fill(keys.code.slice(-4));
  await page.getByRole('checkbox', { name: /einverstanden/ }).check();
  await page.getByRole('button', { name: 'Nachricht abschicken' }).click();
  await expect(page.getByText('Noch nicht gesendet.')).toBeVisible();
  await looksRight(page, 'not yet sent');
  await page.context().unroute('**/api/enquiries');
  await expect(page.getByRole('heading', { name: 'Ihre Nachricht ist da' })).toBeVisible({ timeout: 30_000 });

  await page.getByRole('link', { name: 'Zur Beratung' }).click();
  await expect(bubble(page, story)).toBeVisible();
  await page.context().route('**/api/conversations/**', (route) => route.abort());
  await page.getByLabel('Nachricht schreiben').fill('Von unterwegs.');
  await page.getByRole('button', { name: 'Senden' }).click();
  await expect(bubble(page, 'Von unterwegs.')).toContainText('Geht ab, sobald Sie Netz haben');
  await expect(page.getByLabel('Nachricht schreiben')).toHaveValue('');
  await looksRight(page, 'waiting for the network');
  await page.context().unroute('**/api/conversations/**');
  await expect(bubble(page, 'Von unterwegs.')).toContainText('angekommen', { timeout: 30_000 });
});

test('leaving without the code is a choice of its own', async ({ someone }) => {
  const { page } = await someone('phone');
  await toTheCode(page);
  await page.getByRole('checkbox', { name: /einverstanden/ }).check();
  await page.getByRole('button', { name: /^Ohne Notfall-Code/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Ohne Notfall-Code abschicken' });
  await expect(dialog).toBeVisible();
  await looksRight(page, 'without code');
  await dialog.getByRole('button', { name: 'Zurück zum Code' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: /^Ohne Notfall-Code/ }).click();
  await dialog.getByRole('button', { name: 'Ohne Code abschicken' }).click();
  await expect(page.getByRole('heading', { name: 'Ihre Nachricht ist da' })).toBeVisible({ timeout: 30_000 });
});

test('an own password is judged here, and opens the door later', async ({ someone }) => {
  const { page } = await someone('desk');
  const keys = await toTheCode(page);
  await page.getByRole('button', { name: 'Eigenes Passwort wählen' }).click();
  const field = page.getByRole('textbox', { name: 'Ihr Passwort' });
  await field.fill('passwort1234');
  await page.getByLabel('Zur Probe: die letzten vier Zeichen').fill(keys.code.slice(-4));
  await page.getByRole('checkbox', { name: /einverstanden/ }).check();
  await page.getByRole('button', { name: 'Nachricht abschicken' }).click();
  await expect(field).toBeFocused();
  await expect(field).toHaveAccessibleDescription(/leicht zu erraten/);
  const phrase = 'Zwölf Möwen über Kiel';
  await field.fill(phrase);
  await agreeAndSend(page, keys);
  const { page: other } = await someone('phone');
  await signIn(other, { ...keys, phrase });
  await expect(bubble(other, story)).toBeVisible();
});

test('an ended session asks to sign in, and goes on where one was', async ({ house, someone }) => {
  const { page } = await someone('desk');
  const keys = await seekerOf(house);
  await signIn(page, keys);
  await expect(bubble(page, story)).toBeVisible();
  await page.context().clearCookies();
  await page.getByLabel('Nachricht schreiben').fill('Nach der Pause.');
  await page.getByRole('button', { name: 'Senden' }).click();
  await expect(page.getByText('Ihre Anmeldung ist abgelaufen.')).toBeVisible();
  await looksRight(page, 'expired');
  await expect(page.getByLabel('Ihr Name hier')).toHaveValue(keys.name);
  await page.getByLabel('Ihr Satz oder Passwort').fill('nicht der richtige Satz');
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByText(/^Name und Satz passen nicht zusammen/)).toBeVisible();
  await looksRight(page, 'wrong phrase');
  await page.getByLabel('Ihr Satz oder Passwort').fill(keys.phrase);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(bubble(page, 'Nach der Pause.')).toContainText('angekommen', { timeout: 30_000 });
});

test('the recovery code opens, a new phrase and a new code follow', async ({ house, someone }) => {
  const keys = await seekerOf(house);
  const { page: other } = await someone('phone');
  await other.goto('/s');
  await expect(other.locator('form[data-ready]')).toBeVisible();
  await other.getByRole('button', { name: /Mit Notfall-Code/ }).click();
  await other.getByLabel('Ihr Name hier').fill(keys.name);
  await other.getByLabel('Ihr Notfall-Code').fill(keys.code.replaceAll('-', ' ').toLowerCase());
  await looksRight(other, 'by code');
  await other.getByRole('button', { name: 'Mit Code anmelden' }).click();
  await expect(other.getByRole('heading', { name: 'Ein neuer Satz' })).toBeFocused({ timeout: 30_000 });
  await looksRight(other, 'new phrase');
  const words = await other.getByRole('region', { name: /Satz/ }).locator('li').allTextContents();
  const phrase = words.map((word) => word.replace(/^\d+ /, '').trim()).join(' ');
  await other.getByRole('button', { name: 'Neuen Satz speichern' }).click();
  await expect(other.getByRole('heading', { name: 'Ihr neuer Notfall-Code', level: 1 })).toBeVisible({
    timeout: 30_000,
  });
  await looksRight(other, 'new code');
  const code = (await other.locator('#root ol[dir=ltr] li').allTextContents()).join('-');
  expect(code).not.toBe(keys.code);
  await other.getByLabel('Zur Probe: die letzten vier Zeichen').fill(code.slice(-4));
  await other.getByRole('button', { name: 'Weiter', exact: true }).click();
  await expect(bubble(other, story)).toBeVisible();

  const { page: third } = await someone('desk');
  await signIn(third, { ...keys, phrase });
  await expect(bubble(third, story)).toBeVisible();
});

test('a page left alone warns, then forgets its keys; what is half written is still there', async ({
  house,
  someone,
}) => {
  const { page } = await someone('desk');
  await page.clock.install();
  const keys = await seekerOf(house);
  await signIn(page, keys);
  await expect(bubble(page, story)).toBeVisible();
  await page.getByLabel('Nachricht schreiben').fill('Halb geschrieben');
  await page.clock.runFor(2_000);
  await page.clock.fastForward('13:30');
  await page.clock.runFor(20_000);
  await expect(page.getByRole('dialog', { name: 'Sind Sie noch da?' })).toBeVisible();
  await looksRight(page, 'still there');
  await page.getByRole('button', { name: 'Ja, ich bin da' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.clock.fastForward('15:30');
  await page.clock.runFor(20_000);
  await expect(page.getByText('Kurz gesperrt.')).toBeVisible();
  await looksRight(page, 'locked');
  await page.getByLabel('Ihr Name hier').fill(keys.name);
  await page.getByLabel('Ihr Satz oder Passwort').fill(keys.phrase);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(bubble(page, story)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByLabel('Nachricht schreiben')).toHaveValue('Halb geschrieben');
});

test('a conversation that was tampered with stops, in plain words, and keeps what was read', async ({
  house,
  someone,
}) => {
  const { page } = await someone('phone');
  await signIn(page, await seekerOf(house));
  await expect(bubble(page, story)).toBeVisible();
  // From here on the server withholds whatever comes next and answers with what isn't theirs.
  await page.context().route('**/api/conversations/*/items?after=*', async (route) => {
    const answer = await (await route.fetch()).json();
    for (const item of answer.items) item.seq += 1;
    await route.fulfill({ json: answer });
  });
  await page.getByLabel('Nachricht schreiben').fill('Kommt das an?');
  await page.getByRole('button', { name: 'Senden' }).click();
  await expect(page.getByRole('alert')).toContainText('Bitte schreiben Sie noch nichts');
  await expect(bubble(page, story)).toBeVisible();
  await expect(page.getByLabel('Nachricht schreiben')).toBeHidden();
  await expect(page.getByText('Kommt das an?')).toBeVisible();
  await looksRight(page, 'frozen');
});

test('someone who has no access any more is told so', async ({ house, someone }) => {
  const { page } = await someone('phone');
  const keys = await seekerOf(house);
  await page
    .context()
    .route('**/api/conversations/*/items?*', (route) =>
      route.fulfill({ status: 404, json: { code: 'NOT_FOUND', sentence: '' } }),
    );
  await page.goto('/s');
  await expect(page.locator('form[data-ready]')).toBeVisible();
  await page.getByLabel('Ihr Name hier').fill(keys.name);
  await page.getByLabel('Ihr Satz oder Passwort').fill(keys.phrase);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByText('Sie haben hier keinen Zugang mehr.')).toBeVisible({ timeout: 30_000 });
  await looksRight(page, 'no access');
});

test('a half-written reply survives a reload without a network', async ({ house, someone }) => {
  const { page } = await someone('phone');
  const keys = await seekerOf(house);
  await signIn(page, keys);
  await expect(bubble(page, story)).toBeVisible();
  await page.context().route('**/api/me/slots/**', (route) => route.abort());
  const tried = page.context().waitForEvent('requestfailed', (request) => request.url().includes('/slots/'));
  await page.getByLabel('Nachricht schreiben').fill('Halb geschrieben, ohne Netz');
  await tried;
  await page.reload();
  await page.context().unroute('**/api/me/slots/**');
  await signIn(page, keys);
  await expect(page.getByLabel('Nachricht schreiben')).toHaveValue('Halb geschrieben, ohne Netz');
});

test('signing out leaves nothing behind', async ({ house, someone }) => {
  const { page } = await someone('desk');
  await signIn(page, await seekerOf(house));
  await expect(bubble(page, story)).toBeVisible();
  await page.getByRole('button', { name: 'Abmelden' }).first().click();
  await expect(page.getByText('Sie sind abgemeldet')).toBeVisible();
  await page.goBack();
  await expect(page.getByText(story)).toHaveCount(0);
  await page.goto('/k');
  await expect(page.getByRole('heading', { name: 'Schön, dass Sie wieder da sind' })).toBeVisible();
});
