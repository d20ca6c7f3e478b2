import {
  accept,
  addMember,
  deliver,
  myId,
  relink,
  removeMember,
  send,
  suggestCentre,
  takeOver,
} from '@beistand/client';
import { askForHelp } from '@beistand/client/cast/ask';
import { clara, phraseOf, topics } from '@beistand/client/cast/people';
import { toBase64url } from '@beistand/wire';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { House } from './house.ts';
import { looksRight } from './people.ts';
import { signIn } from './seeker-steps.ts';
import { bubble, row, showRow, signInAs } from './staff-steps.ts';

let count = 0;

/** An enquiry that Clara has accepted, and how its seeker signs in. */
async function talk(house: House, text: string) {
  const name = `stiller-ahorn-${5000 + count++}`;
  const phrase = phraseOf('ahorn');
  const asked = await askForHelp(house.newWorld(), {
    centre: house.altstadt.centre,
    topic: house.topicIds[0]!,
    topicTitle: topics[0]!.title,
    text,
    name,
    phrase,
  });
  await accept(house.clara, asked.conversation);
  return { ...asked, keys: { name, phrase, code: '' } };
}

test('a message is changed and one is deleted, live on both sides', async ({ house, someone }) => {
  const { keys, conversation } = await talk(house, 'Es sind zwei Briefe.');
  await send(house.clara, conversation, 'Von wem sind sie den?');
  const [{ page: desk }, { page: phone }] = [await someone('desk'), await someone('phone')];
  await Promise.all([signInAs(desk, clara), signIn(phone, keys)]);
  await showRow(desk, keys.name);
  await row(desk, keys.name).click();

  const menu = desk.getByRole('button', { name: /^Ändern oder löschen: Nachricht von/ });
  await expect(menu).toHaveCount(1);
  await menu.focus();
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('button', { name: 'Ändern', exact: true })).toBeFocused();
  await desk.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await menu.click();
  await desk.getByRole('button', { name: 'Ändern', exact: true }).click();
  const change = desk.getByLabel('Nachricht ändern');
  await expect(change).toBeFocused();
  await expect(change).toHaveValue('Von wem sind sie den?');
  await change.fill('Von wem sind sie denn?');
  await change.press('Control+Enter');
  await expect(change).toBeHidden();
  await expect(desk.getByLabel('Nachricht schreiben')).toBeVisible();
  for (const page of [desk, phone]) {
    const changed = bubble(page, 'Von wem sind sie denn?');
    await changed.getByText('Geändert. Frühere Fassung').click();
    await expect(changed.getByText('Von wem sind sie den?')).toBeVisible();
  }

  const own = phone.getByRole('button', { name: /^Ändern oder löschen: Nachricht von/ });
  await own.click();
  await phone.getByRole('button', { name: 'Löschen', exact: true }).click();
  const question = phone.getByRole('dialog', { name: 'Diese Nachricht löschen?' });
  await expect(question).toBeVisible();
  await phone.keyboard.press('Escape');
  await expect(own).toBeFocused();
  await own.click();
  await phone.getByRole('button', { name: 'Löschen', exact: true }).click();
  await question.getByRole('button', { name: 'Nachricht löschen' }).click();
  for (const page of [desk, phone]) {
    await expect(bubble(page, 'Diese Nachricht wurde gelöscht.')).toBeVisible();
    await expect(page.getByText('Es sind zwei Briefe.')).toHaveCount(0);
  }
  await expect(phone.getByRole('log')).toBeFocused();
});

const sheetOf = (page: Page) => page.getByLabel('Nachricht schreiben');

test('taken out in mid-sentence; and where the server lies: both kindly, with what was typed to copy', async ({
  house,
  someone,
}) => {
  const [over, lying] = [await talk(house, 'Wer liest das jetzt?'), await talk(house, 'Und das hier?')];
  const { page } = await someone('desk');
  await signInAs(page, clara);
  await showRow(page, over.keys.name);
  await row(page, over.keys.name).click();
  await sheetOf(page).pressSequentially('Ich schreibe Ihnen gerade, dass');
  await addMember(house.clara, over.conversation, toBase64url(myId(house.david)), 3);
  await expect(page.getByText(/^Neu dabei, .*: David Okafor\./)).toBeVisible();
  await takeOver(house.david, over.conversation, true);
  await expect(
    page.getByText(/^Übernahme, .*Jetzt verantwortlich: David Okafor\. Vorher: Sie\./),
  ).toBeVisible();
  await sheetOf(page).press('End');
  await sheetOf(page).pressSequentially(' wir zusammen');
  await removeMember(house.david, over.conversation, toBase64url(myId(house.clara)));
  await expect(page.getByRole('heading', { name: 'Diese Beratung ist nicht mehr bei Ihnen' })).toBeVisible();
  await expect(page.getByText('Ich schreibe Ihnen gerade, dass wir zusammen')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Text kopieren' })).toBeVisible();
  await expect(page.getByText('Wer liest das jetzt?')).toHaveCount(0);
  await looksRight(page, 'taken out in mid-sentence');

  await page.getByRole('button', { name: 'Zur Liste' }).click();
  await showRow(page, lying.keys.name);
  await row(page, lying.keys.name).click();
  await sheetOf(page).fill('Das hier bleibt bei mir');
  await page.context().route('**/api/conversations/*/items?after=*', async (route) => {
    const answer = await (await route.fetch()).json();
    for (const item of answer.items) item.seq += 1;
    await route.fulfill({ json: answer });
  });
  await send(lying.self, lying.conversation, 'Sind Sie noch da?');
  await expect(page.getByRole('alert')).toContainText('Hier stimmt etwas nicht.');
  await expect(page.getByRole('button', { name: 'Bericht speichern' })).toBeVisible();
  await expect(sheetOf(page)).toHaveCount(0);
  await expect(page.getByText('Das hier bleibt bei mir', { exact: true })).toBeVisible();
  await expect(page.getByText('Sind Sie noch da?')).toHaveCount(0);
  await expect(bubble(page, 'Und das hier?')).toBeVisible();
  await looksRight(page, 'a conversation that has stopped');
});

test('without the key both sides’ messages say so, and nothing is sent', async ({ house, someone }) => {
  const { keys, conversation } = await talk(house, 'Das lese ich selbst nicht mehr.');
  await send(house.clara, conversation, 'Und das auch nicht.');
  const { page } = await someone('phone');
  await page.context().route('**/api/conversations/*/items?*', async (route) => {
    const answer = await (await route.fetch()).json();
    for (const wrap of answer.wraps) wrap.box = `AAAA${wrap.box.slice(4)}`;
    await route.fulfill({ json: answer });
  });
  await signIn(page, keys);
  await expect(bubble(page, 'Ihre Nachricht lässt sich hier gerade nicht öffnen.')).toBeVisible();
  await expect(bubble(page, 'Bitten Sie darum, sie noch einmal zu schicken.')).toContainText(clara.name);
  await sheetOf(page).fill('Geht das?');
  await page.getByRole('button', { name: 'Senden' }).click();
  await expect(bubble(page, 'Geht das?')).toContainText('Für diese Beratung fehlt hier der Schlüssel');
  await looksRight(page, 'without the key');
});

test('passed to a new account: the old one reads since when, and where to ask', async ({
  house,
  someone,
}) => {
  const old = await talk(house, 'Damals schrieb ich hier.');
  const { page } = await someone('phone');
  await signIn(page, old.keys);
  await expect(bubble(page, 'Damals schrieb ich hier.')).toBeVisible();
  const fresh = await talk(house, 'Ich habe Satz und Code verloren.');
  await relink(house.clara, old.conversation, fresh.conversation);
  await expect(page.getByText(/^Seit \d+\. \w+ bei einem neuen Konto\./)).toBeVisible();
  await expect(page.getByText('Damals schrieb ich hier.')).toHaveCount(0);
  await looksRight(page, 'passed on');
});

test('a counsellor suggests another centre; who asks reads who will read, and goes there by a tap', async ({
  house,
  someone,
}) => {
  const { keys, conversation } = await talk(house, 'Ich wohne jetzt in Emmendingen.');
  const suggested = await suggestCentre(house.clara, conversation, house.emmendingen.centre);
  await deliver(house.clara, suggested, () => undefined);
  const { page } = await someone('phone');
  await signIn(page, keys);
  await bubble(page, 'Eine andere Beratungsstelle').getByRole('button', { name: 'Ansehen' }).click();
  const question = page.getByRole('dialog', { name: 'Zu Emmendingen wechseln?' });
  await expect(question).toContainText('können alle Beratenden von Emmendingen Ihre ganze Beratung lesen');
  await question.getByRole('button', { name: 'Wechseln' }).click();
  await expect(question).toBeHidden();
  await expect(page.getByText(/^Sie haben die Beratung am .* an eine andere Stelle gegeben/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Ansehen' })).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1, name: /Emmendingen$/ })).toBeAttached();
});
