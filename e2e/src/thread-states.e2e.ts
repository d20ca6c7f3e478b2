import { accept, send } from '@beistand/client';
import { askForHelp } from '@beistand/client/cast/ask';
import { clara, phraseOf, topics } from '@beistand/client/cast/people';
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
  await desk.keyboard.press('Tab');
  await expect(desk.getByRole('button', { name: 'Ändern', exact: true })).toBeFocused();
  await desk.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await menu.click();
  await desk.getByRole('button', { name: 'Ändern', exact: true }).click();
  const change = desk.getByLabel('Nachricht ändern');
  await expect(change).toBeFocused();
  await expect(change).toHaveValue('Von wem sind sie den?');
  await looksRight(desk, 'changing a message');
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
  await looksRight(phone, 'deleting a message');
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
  await looksRight(phone, 'a deleted message');
});
