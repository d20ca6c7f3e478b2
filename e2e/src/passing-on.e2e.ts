import { accept, myId, openConversation, send } from '@beistand/client';
import { askForHelp } from '@beistand/client/cast/ask';
import { clara, david, eva, phraseOf, topics } from '@beistand/client/cast/people';
import { toBase64url } from '@beistand/wire';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { House } from './house.ts';
import { looksRight } from './people.ts';
import { signIn } from './seeker-steps.ts';
import { bubble, row, showRow, signInAs } from './staff-steps.ts';

test.describe.configure({ mode: 'parallel' });

let count = 0;

/** A conversation of Clara's, open on her desk. */
async function talk(house: House, page: Page, text: string) {
  const name = `heller-habicht-${6000 + count++}`;
  const phrase = phraseOf('habicht');
  const about = { centre: house.altstadt.centre, topic: house.topicIds[0]!, topicTitle: topics[0]!.title };
  const asked = await askForHelp(house.newWorld(), { ...about, text, name, phrase });
  await accept(house.clara, asked.conversation);
  await signInAs(page, clara);
  await showRow(page, name);
  await row(page, name).click();
  await expect(bubble(page, text)).toBeVisible();
  return { ...asked, name, phrase };
}

async function begin(page: Page, step: string) {
  await page.getByRole('button', { name: 'Weitere Schritte' }).click();
  await page.getByRole('button', { name: step, exact: true }).click();
  return page.getByRole('dialog');
}

/** The lines of "Wer kann was lesen?", each as its words. */
async function readsIn(page: Page): Promise<string[]> {
  await expect(page.getByRole('table')).toBeVisible();
  const rows = await page.getByRole('table').locator('tbody tr').all();
  return Promise.all(
    rows.map(async (one) => {
      const cells = await one.locator('th, td').allTextContents();
      return cells.map((words) => words.replace(/^Was .*: /, '')).join(' | ');
    }),
  );
}

const readersOf = async (self: Parameters<typeof openConversation>[0], conversation: string) => {
  const { entries } = await openConversation(self, conversation, () => undefined);
  const newest = entries.findLast((entry) => entry.t === 'change')!;
  return newest.readers.map(({ account, role }) => `${account} ${role}`);
};

test('a colleague comes in, by keyboard, and goes again; the page says before who will read', async ({
  house,
  someone,
}) => {
  const { page } = await someone('desk');
  const { conversation } = await talk(house, page, 'Wer hilft mir dabei?');
  const menu = page.getByRole('button', { name: 'Weitere Schritte' });
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Jemanden dazuholen' })).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toHaveAccessibleName('Jemanden dazuholen');
  await expect(dialog.getByLabel('Wen?')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(menu).toBeFocused();

  await begin(page, 'Jemanden dazuholen');
  await dialog.getByRole('button', { name: 'Frage senden' }).click();
  await expect(dialog.getByRole('alert')).toHaveText(/Wählen Sie zuerst/);
  const id = toBase64url(myId(house.david));
  await dialog.getByLabel('Wen?').selectOption(id);
  expect(await readsIn(page)).toEqual([
    `${david.name} | alles | alles, schreibt mit`,
    'Sie | alles | alles, ist verantwortlich',
    expect.stringMatching(/^heller-habicht-\d+ \| alles \| alles$/),
    'Tresor der Stelle | nur im Notfall, wie bisher | nur im Notfall, wie bisher',
  ]);
  await dialog.getByLabel('Nur mitlesen').check();
  expect((await readsIn(page))[0]).toBe(`${david.name} | alles | alles, liest nur mit`);
  await looksRight(page, 'letting a colleague in');
  await dialog.getByLabel(/hat schon zugestimmt$/).check();
  await dialog.getByRole('button', { name: 'Dazuholen' }).click();
  await expect(page.getByText(/^Neu zum Mitlesen dabei, .*: David Okafor\./)).toBeVisible();
  await expect(menu).toBeFocused();
  expect(await readersOf(house.david, conversation)).toContain(`${id} 4`);

  await begin(page, 'Jemanden herausnehmen');
  await dialog.getByLabel('Wen?').selectOption(id);
  expect(await readsIn(page)).toContain(`${david.name} | danach nicht mehr | nichts`);
  await dialog.getByRole('button', { name: 'Herausnehmen' }).click();
  await expect(page.getByText(/^Nicht mehr dabei, .*: David Okafor\./)).toBeVisible();
  await expect(readersOf(house.david, conversation)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a conversation is handed over on the phone, after its seeker was asked', async ({ house, someone }) => {
  const { page } = await someone('phone');
  const { self, conversation, name } = await talk(house, page, 'Bleiben Sie dran?');
  const dialog = await begin(page, 'Übergeben');
  await dialog.getByLabel('An wen?').selectOption(toBase64url(myId(house.david)));
  await expect(dialog.getByText('David Okafor würde für mich weitermachen')).toBeVisible();
  await expect(dialog.getByText('Bis zur Zustimmung ändert sich nichts.')).toBeVisible();
  await looksRight(page, 'handing over on the phone');
  await dialog.getByRole('button', { name: 'Frage senden' }).click();
  await expect(bubble(page, 'David Okafor würde für mich weitermachen')).toContainText('angekommen');
  await expect(readersOf(house.david, conversation)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await send(self, conversation, 'Ja, das ist gut.');
  await expect(bubble(page, 'Ja, das ist gut.')).toBeVisible();

  await begin(page, 'Übergeben');
  await dialog.getByLabel('An wen?').selectOption(toBase64url(myId(house.david)));
  await dialog.getByLabel(`Nein, ${name} hat schon zugestimmt`).check();
  expect(await readsIn(page)).toContain('Sie | danach nicht mehr | nichts');
  await dialog.getByRole('button', { name: 'Übergeben' }).click();
  await expect(page.getByRole('heading', { name: 'Diese Beratung ist nicht mehr bei Ihnen' })).toBeVisible();
  expect(await readersOf(house.david, conversation)).toContain(`${toBase64url(myId(house.david))} 2`);
});

test('a cover is planned with its days, which its seeker sees', async ({ house, someone }) => {
  const { page } = await someone('desk');
  const { self, conversation } = await talk(house, page, 'Im Urlaub auch?');
  const dialog = await begin(page, 'Vertretung planen');
  await dialog.getByLabel('Wer vertritt Sie?').selectOption(toBase64url(myId(house.altstadt.lead)));
  await dialog.getByLabel('Erster Tag').fill('2040-03-12');
  await dialog.getByLabel('Letzter Tag').fill('2040-03-09');
  await dialog.getByRole('button', { name: 'Frage senden' }).click();
  await expect(dialog.getByRole('alert')).toHaveText(/liegt vor dem ersten/);
  await dialog.getByLabel('Letzter Tag').fill('2040-03-16');
  expect((await readsIn(page))[0]).toBe(
    `${eva.name} | alles, vom 12. März bis 16. März | alles, vom 12. März bis 16. März`,
  );
  await looksRight(page, 'planning a cover');
  await dialog.getByLabel(/hat schon zugestimmt$/).check();
  await dialog.getByRole('button', { name: 'Vertretung eintragen' }).click();
  await expect(
    page.getByText(/^Vertretung von 12\. März, .* bis 17\. März, .*: Eva Lindner\./),
  ).toBeVisible();
  const { covers } = await openConversation(self, conversation, () => undefined);
  expect(covers).toMatchObject([
    { from: Date.parse('2040-03-12T00:00+01:00'), until: Date.parse('2040-03-17T00:00+01:00') },
  ]);
});

test('another centre is suggested, and its seeker goes there by a tap of their own', async ({
  house,
  someone,
}) => {
  const [{ page }, { page: phone }] = [await someone('desk'), await someone('phone')];
  const { conversation, name, phrase } = await talk(house, page, 'Ich ziehe um.');
  const dialog = await begin(page, 'Andere Stelle vorschlagen');
  await dialog.getByRole('button', { name: 'Vorschlag senden' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Wählen Sie zuerst eine Stelle.');
  const where = dialog.getByLabel('Welche Stelle?');
  await expect(where.getByRole('option')).toHaveText(['Bitte wählen', /Emmendingen$/]);
  await where.selectOption(house.emmendingen.centre);
  await expect(dialog.getByText(/können alle Beratenden von .*Emmendingen die ganze Beratung/)).toBeVisible();
  await looksRight(page, 'suggesting another centre');
  await dialog.getByRole('button', { name: 'Vorschlag senden' }).click();
  await expect(bubble(page, 'Vorschlag: Eine andere Beratungsstelle')).toContainText('angekommen');

  await signIn(phone, { name, phrase, code: '' });
  await phone.getByRole('button', { name: 'Ansehen' }).click();
  await phone.getByRole('button', { name: 'Wechseln', exact: true }).click();
  await expect(phone.getByText(/an eine andere Stelle gegeben/)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Diese Beratung ist nicht mehr bei Ihnen' })).toBeVisible();
  await expect(openConversation(house.clara, conversation, () => undefined)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});
