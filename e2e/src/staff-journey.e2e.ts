// Long: two journeys told from the first link to the last word.
import {
  call,
  changePhrase,
  draftCentre,
  invite,
  inviteLead,
  listConversations,
  openConversation,
  redeem,
  send,
} from '@beistand/client';
import { askForHelp } from '@beistand/client/cast/ask';
import { ada, clara, david, eva, franz, topics } from '@beistand/client/cast/people';
import { linkParts } from '@beistand/client/cast/raise';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { House } from './house.ts';
import { looksRight, tabTo } from './people.ts';
import { bubble, goTo, joinBy, readCode, row, showRow, signInAs } from './staff-steps.ts';

const phrase = 'birke wolke tasse kanne leiter pinsel lampe';
let count = 0;
/** Names of seekers no other test uses. */
const newName = (): string => `stiller-ahorn-${4000 + count++}`;

const ask = (house: House, centre: string, name: string, text: string) =>
  askForHelp(house.newWorld(), {
    centre,
    topic: house.topicIds[0]!,
    topicTitle: topics[0]!.title,
    text,
    name,
    phrase,
  });

const write = async (page: Page, text: string): Promise<void> => {
  await page.getByLabel('Nachricht schreiben').fill(text);
  await page.getByRole('button', { name: 'Senden' }).click();
};

/** The old sheet is lost: a lead makes a new one, and the old one is this centre's no more. */
async function replaceSheet(lead: Page, old: string): Promise<void> {
  await goTo(lead, 'Schlüssel');
  await expect(lead.getByText('Regel: Zwei Menschen, nur gemeinsam.')).toBeVisible();
  await lead.getByRole('button', { name: 'Neues Blatt' }).click();
  await expect(lead.getByText('Das alte Blatt gilt sofort nicht mehr.')).toBeVisible();
  await lead.getByRole('button', { name: 'Weiter zum Papiercode' }).click();
  await expect(lead.getByRole('heading', { name: 'Der Papiercode' })).toBeFocused();
  const code = await readCode(lead);
  await lead.getByRole('button', { name: 'Ich habe das Blatt in der Hand' }).click();
  await lead.getByLabel('Papiercode, sieben Gruppen').fill(code);
  await lead.getByRole('button', { name: 'Prüfen und ersetzen' }).click();
  await expect(lead.getByRole('heading', { name: 'Das neue Blatt gilt' })).toBeVisible({ timeout: 30_000 });
  await goTo(lead, 'Schlüssel');
  await expect(lead.getByText('Altes Blatt ungültig gemacht')).toBeVisible();
  await lead.getByRole('button', { name: 'Jetzt prüfen' }).click();
  await lead.getByLabel('Papiercode, sieben Gruppen').fill(old);
  await lead.getByRole('button', { name: 'Prüfen', exact: true }).click();
  await expect(lead.getByText('Dieses Blatt gehört nicht zu dieser Stelle.')).toBeVisible();
}

test('a centre: from a link to its first answer', async ({ house, someone }) => {
  const centre = await draftCentre(
    house.administrator,
    {
      name: 'Breisgau-Süd',
      phone: '',
      street: '',
      postcode: '',
      city: '',
      timeZone: 'Europe/Berlin',
      state: 'DE-BW',
      weekly: [],
      topics: [house.topicIds[0]!],
    },
    [{ from: '79189', to: '79189', topic: null }],
  );
  const { path } = await inviteLead(house.administrator, centre);
  const [{ page: lead }, { page: anna }, { page: bert }] = await Promise.all([
    someone('desk'),
    someone('phone', { isApart: true }),
    someone('desk', { isApart: true }),
  ]);

  await lead.goto(path);
  await expect(lead.getByText('Breisgau-Süd zu gründen und zu leiten')).toBeVisible({ timeout: 30_000 });
  await looksRight(lead, 'invitation');
  await joinBy(lead, path, { name: 'Jana Wolf', signInName: 'jana' });
  await expect(lead.getByRole('heading', { name: 'Beratungsstelle gründen' })).toBeVisible({
    timeout: 30_000,
  });
  await looksRight(lead, 'founding');
  await lead.getByRole('radio', { name: /^Zwei Menschen, nur gemeinsam/ }).check();
  await lead.getByRole('button', { name: 'Weiter zum Papiercode' }).click();
  await expect(lead.getByRole('heading', { name: 'Der Papiercode' })).toBeFocused();
  const paper = await readCode(lead);
  await looksRight(lead, 'paper');
  await lead.getByRole('button', { name: 'Ich habe das Blatt in der Hand' }).click();
  const sheet = lead.getByLabel('Papiercode, sieben Gruppen');
  await expect(sheet).toBeFocused();
  await sheet.fill(`${paper.slice(0, 5)}0000${paper.slice(9)}`);
  await lead.getByRole('button', { name: 'Prüfen und gründen' }).click();
  await expect(sheet).toHaveAccessibleDescription(/Gruppe 2 stimmt nicht/);
  await looksRight(lead, 'paper mistyped');
  await sheet.fill(paper.replaceAll('-', ' ').toLowerCase());
  await lead.getByRole('button', { name: 'Prüfen und gründen' }).click();
  await expect(lead.getByRole('heading', { name: 'Die Stelle ist gegründet' })).toBeVisible({
    timeout: 30_000,
  });

  await replaceSheet(lead, paper);

  await goTo(lead, 'Überblick');
  await lead.getByRole('button', { name: 'Stelle öffnen' }).click();
  await expect(lead.getByRole('alert')).toHaveText(/Es fehlt noch etwas/);
  for (const missing of [/Zwei Beratende.*1 von 2/, /Tresor \(1 von 2\)/, /Öffnungszeiten/, /Telefonnummer/])
    await expect(
      lead.getByRole('listitem').filter({ hasText: 'Fehlt:' }).filter({ hasText: missing }),
    ).toBeVisible();
  await expect(lead.getByRole('listitem').filter({ hasText: 'Da:' })).toHaveCount(4);
  await looksRight(lead, 'opening refused');

  await lead.getByRole('link', { name: 'Menschen aufnehmen' }).click();
  for (const [page, name, signInName] of [
    [anna, 'Anna Berg', 'anna'],
    [bert, 'Bert Tal', 'bert'],
  ] as const) {
    await lead.getByRole('textbox', { name: 'Name' }).fill(name);
    await lead.getByRole('button', { name: 'Einladung erstellen' }).click();
    const card = lead.getByRole('region', { name: `Link für ${name}` });
    await expect(card.getByRole('img')).toBeVisible();
    const link = (await card.locator('p[dir=ltr]').textContent()) ?? '';
    await joinBy(page, link, { name, signInName });
    await expect(page.getByText('prüft Ihre Anmeldung und nimmt Sie auf')).toBeVisible({ timeout: 30_000 });
    await looksRight(page, 'waiting to be let in');
    const candidate = lead.getByRole('region', { name: `Ist das wirklich ${name}?` });
    await expect(candidate.getByText('Sie müssen nichts vergleichen')).toBeVisible();
    await looksRight(lead, 'someone at the door');
    await candidate.getByRole('button', { name: 'Aufnehmen' }).click();
    await expect(lead.getByRole('region', { name: 'In dieser Stelle' }).getByText(name)).toBeVisible();
    // Told at once: by itself the page looks once a minute.
    await expect(page.getByText('Jede Anfrage ist angenommen')).toBeVisible({ timeout: 30_000 });
    await looksRight(page, 'an empty desk');
  }

  await lead.getByRole('button', { name: 'Ändern, was Anna Berg hier tut' }).click();
  await lead
    .getByRole('dialog')
    .getByLabel(/Hütet den Tresor/)
    .check();
  await expect(lead.getByText('Anna Berg bekommt den Schlüssel zum Tresor.')).toBeVisible();
  await looksRight(lead, 'tasks');
  await lead.getByRole('dialog').getByRole('button', { name: 'Speichern' }).click();
  await expect(lead.getByText('berät, hütet den Tresor').last()).toBeVisible();

  await goTo(lead, 'Angebot');
  await lead.getByLabel('Montag').fill('morgens');
  await lead.getByRole('button', { name: 'Speichern' }).click();
  await expect(lead.getByLabel('Montag')).toBeFocused();
  await looksRight(lead, 'hours mistyped');
  for (const day of ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag'])
    await lead.getByLabel(day).fill('8–12, 13–16:30');
  await lead.getByRole('textbox', { name: 'Telefon' }).fill('030 23125 440');
  await lead.getByRole('button', { name: 'Speichern' }).click();
  await expect(lead.getByText('Gespeichert.')).toBeVisible();
  await looksRight(lead, 'offer');

  await goTo(lead, 'Schlüssel');
  await expect(lead.getByText('Gut gesichert.')).toBeVisible();
  await expect(lead.getByText('Geprüft durch die Einladung')).toBeVisible();
  await looksRight(lead, 'keys');
  await lead.getByRole('button', { name: 'Nummer vergleichen' }).click();
  await looksRight(lead, 'comparing');
  await lead.getByRole('button', { name: 'Die Zahlen sind gleich' }).click();
  await expect(lead.getByText(/Sicherheitsnummer verglichen am/)).toBeVisible();

  await goTo(lead, 'Überblick');
  await lead.getByRole('button', { name: 'Stelle öffnen' }).click();
  await expect(lead.getByText('Die Stelle ist offen, seit')).toBeVisible();
  await looksRight(lead, 'an open centre');
  await lead.getByRole('link', { name: 'Schlüssel prüfen' }).click();
  await expect(lead.getByRole('main').getByText(/\/a\/[0-9a-z]{8}#k=[0-9A-Z]{26}$/)).toBeVisible();
  await looksRight(lead, 'fingerprint');

  const seeker = await ask(house, centre, newName(), 'Ein Brief vom Gericht liegt seit Wochen hier.');
  await showRow(anna, 'stiller-ahorn');
  await row(anna, 'stiller-ahorn').click();
  await expect(bubble(anna, 'Ein Brief vom Gericht')).toBeVisible();
  await looksRight(anna, 'an enquiry on the phone');
  await anna.getByRole('button', { name: 'Annehmen' }).click();
  await write(anna, 'Gut, dass Sie schreiben. Von wann ist er?');
  await expect(bubble(anna, 'Von wann ist er?')).toContainText('angekommen');
  await looksRight(anna, 'a conversation on the phone');
  const read = await openConversation(seeker.self, seeker.conversation, () => undefined);
  expect(read.entries.at(-1)).toMatchObject({
    text: 'Gut, dass Sie schreiben. Von wann ist er?',
    name: 'Anna Berg',
  });
});

test('two accept, one wins, the other reads who; undone, and taken again', async ({ house, someone }) => {
  const [{ page: one }, { page: two }] = await Promise.all([someone('desk'), someone('desk')]);
  await Promise.all([signInAs(one, clara), signInAs(two, david)]);
  const name = newName();
  const { conversation } = await ask(house, house.altstadt.centre, name, 'Wer von Ihnen hat Zeit für mich?');
  await Promise.all([showRow(one, name), showRow(two, name)]);
  await Promise.all([row(one, name).click(), row(two, name).click()]);
  await expect(one.getByText('Bis Sie annehmen, können alle Beratenden')).toBeVisible();
  await looksRight(one, 'a waiting enquiry');
  const accepting = [one, two].map((page) => page.getByRole('button', { name: 'Annehmen' }));
  await Promise.all(accepting.map((button) => button.click()));
  const hasLost = (page: Page) => page.getByRole('dialog').getByText('hat schon angenommen').isVisible();
  await expect.poll(async () => (await hasLost(one)) || (await hasLost(two)), { timeout: 30_000 }).toBe(true);
  const isOneLate = await hasLost(one);
  const [winner, loser, winnerName] = isOneLate ? [two, one, david.name] : ([one, two, clara.name] as const);
  await expect(loser.getByRole('heading', { name: `${winnerName} hat schon angenommen` })).toBeVisible();
  await looksRight(loser, 'taken');
  await loser.getByRole('button', { name: 'Zur Liste' }).click();
  await expect(row(loser, name)).toHaveCount(0);

  await expect(winner.getByText('Bis zu Ihrer ersten Antwort können Sie es zurückgeben.')).toBeVisible();
  await looksRight(winner, 'undo');
  await winner.getByRole('button', { name: 'Zurückgeben' }).click();
  await expect(winner.getByRole('button', { name: 'Annehmen' })).toBeVisible();
  await showRow(loser, name);
  await row(loser, name).click();
  await loser.getByRole('button', { name: 'Annehmen' }).click();
  await expect(loser.getByLabel('Nachricht schreiben')).toBeFocused();
  await expect(loser.getByText('Bis zu Ihrer ersten Antwort können Sie es zurückgeben.')).toBeVisible();
  const loserSelf = isOneLate ? house.clara : house.david;
  const { conversations } = await listConversations(loserSelf);
  expect(conversations.find((one) => one.conversation === conversation)).toMatchObject({ isWaiting: false });
});

test('who accepts writes at once and owes an answer; the colleague who was reading no longer can', async ({
  house,
  someone,
}) => {
  const [{ page: one }, { page: two }] = await Promise.all([someone('desk'), someone('desk')]);
  await Promise.all([signInAs(one, clara), signInAs(two, david)]);
  const name = newName();
  await ask(house, house.altstadt.centre, name, 'Das lesen erst alle, dann nur noch eine.');
  await Promise.all([showRow(one, name), showRow(two, name)]);
  await Promise.all([row(one, name).click(), row(two, name).click()]);
  for (const page of [one, two]) await expect(page.getByRole('button', { name: 'Annehmen' })).toBeVisible();

  await one.keyboard.press('a');
  await one.keyboard.type('Guten Tag, jetzt bin ich da. ');
  await one.keyboard.type('Jede Taste zählt.');
  const sheet = one.getByLabel('Nachricht schreiben');
  await expect(sheet).toHaveValue('Guten Tag, jetzt bin ich da. Jede Taste zählt.');
  await expect(row(one, name)).toContainText('Erste Antwort steht aus');
  await expect(row(one, name)).toContainText('Entwurf: Guten Tag');
  await expect(one.getByRole('button', { name: /neue zeigen/ })).toHaveCount(0);
  await looksRight(one, 'an answer owed');

  await expect(two.getByRole('heading', { name: 'Diese Anfrage wartet nicht mehr' })).toBeVisible();
  await expect(two.getByText('Das lesen erst alle')).toHaveCount(0);
  await looksRight(two, 'taken while reading');

  await sheet.press('Control+Enter');
  await expect(bubble(one, 'Jede Taste zählt.')).toContainText('angekommen');
  await expect(row(one, name)).toContainText('Sie: Guten Tag, jetzt bin ich da.');
  await expect(row(one, name)).not.toContainText('Erste Antwort');
  await expect(row(one, name)).not.toContainText('Entwurf');

  await one.reload();
  await expect(one.getByText('Die Seite wurde neu geladen.')).toBeVisible();
  await expect(one.getByRole('textbox', { name: 'Anmeldename' })).toHaveValue(clara.signInName);
  await looksRight(one, 'signing in again');
});

test('a conversation goes on live, and an ended session keeps every word', async ({ house, someone }) => {
  const { page } = await someone('desk');
  const name = newName();
  await signInAs(page, clara);
  const seeker = await ask(house, house.altstadt.centre, name, 'Guten Tag, ich bin neu hier.');
  await showRow(page, name);
  await row(page, name).click();
  await page.getByRole('button', { name: 'Annehmen' }).click();
  await write(page, 'Guten Tag. Erzählen Sie.');
  await expect(bubble(page, 'Erzählen Sie.')).toContainText('angekommen');
  await expect(page.getByLabel('Nachricht schreiben')).toHaveValue('');
  await expect(page.getByRole('button', { name: 'Zurückgeben' })).toHaveCount(0);

  await send(seeker.self, seeker.conversation, 'Es geht um meine Miete.');
  await expect(bubble(page, 'Es geht um meine Miete.')).toBeVisible();
  const side = page.getByRole('region', { name: 'Menschen und Schlüssel' });
  await expect(side.getByText('Sie, verantwortlich')).toBeVisible();
  await expect(side.getByText('nur im Notfall, bisher nie geöffnet')).toBeVisible();

  const sheet = page.getByLabel('Nachricht schreiben');
  await sheet.fill('Seit wann sind Sie im Rückstand?');
  await expect(page.getByText('Entwurf gesichert')).toBeVisible();
  await expect(row(page, name)).toContainText('Entwurf: Seit wann');
  await page.evaluate(() => fetch('/api/auth/logout', { method: 'POST' }));
  const gate = page.getByRole('dialog', { name: 'Bitte melden Sie sich noch einmal an' });
  await expect(gate).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('log')).toBeHidden();
  await looksRight(page, 'an ended session');
  await gate.getByLabel('Satz oder Passwort').fill('das ist der falsche satz');
  await gate.getByRole('button', { name: 'Anmelden' }).click();
  await expect(gate.getByLabel('Satz oder Passwort')).toHaveAccessibleDescription(/passen nicht zusammen/);
  await gate.getByLabel('Satz oder Passwort').fill(clara.phrase);
  await gate.getByRole('button', { name: 'Anmelden' }).click();
  await expect(gate).toBeHidden({ timeout: 30_000 });
  await expect(sheet).toHaveValue('Seit wann sind Sie im Rückstand?');
  await page.getByRole('button', { name: 'Senden' }).click();
  await expect(bubble(page, 'Seit wann sind Sie im Rückstand?')).toContainText('angekommen');

  await sheet.fill('Noch nicht fertig geschrieben.');
  await expect(page.getByText('Entwurf gesichert')).toBeVisible();
  await page.reload();
  await signInAs(page, clara);
  await row(page, name).click();
  await expect(sheet).toHaveValue('Noch nicht fertig geschrieben.');

  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Senden' }).click();
  await expect(page.getByText('Geht ab, sobald Sie Netz haben.')).toBeVisible({ timeout: 30_000 });
  await expect(sheet).toHaveValue('Noch nicht fertig geschrieben.');
  await expect(page.getByText('Keine Verbindung.')).toBeVisible();
  await looksRight(page, 'offline');
  await page.context().setOffline(false);
  await expect(bubble(page, 'Noch nicht fertig geschrieben.')).toContainText('angekommen', {
    timeout: 60_000,
  });
  await expect(sheet).toHaveValue('');
  await expect(page.getByText('Keine Verbindung.')).toHaveCount(0);
});

test('after an hour untouched the page shuts, and opens where it was', async ({ house, someone }) => {
  const { page } = await someone('desk');
  await page.clock.install();
  const name = newName();
  await ask(house, house.altstadt.centre, name, 'Darf ich in Ruhe schreiben?');
  await signInAs(page, clara);
  await showRow(page, name);
  await row(page, name).click();
  await page.getByRole('button', { name: 'Annehmen' }).click();
  const sheet = page.getByLabel('Nachricht schreiben');
  await sheet.fill('Ja, in aller');
  await page.clock.fastForward('57:00');
  await expect(page.getByText('In weniger als fünf Minuten sperrt sich diese Seite.')).toBeVisible();
  await looksRight(page, 'soon shut');
  await page.keyboard.press('Shift');
  await page.keyboard.press('Shift');
  await page.keyboard.press('Shift');
  await expect(page.getByText('In weniger als fünf Minuten')).toHaveCount(0);
  await page.clock.fastForward('01:01:00');
  const gate = page.getByRole('dialog', { name: 'Bitte melden Sie sich noch einmal an' });
  await expect(gate.getByText('länger als 60 Minuten weg')).toBeVisible();
  await expect(page.getByRole('log')).toBeHidden();
  await gate.getByLabel('Satz oder Passwort').fill(clara.phrase);
  await page.keyboard.press('Enter');
  await expect(gate).toBeHidden({ timeout: 30_000 });
  await expect(sheet).toHaveValue('Ja, in aller');
  await sheet.fill('Ja, in aller Ruhe.');
  await page.getByRole('button', { name: 'Senden' }).click();
  await expect(bubble(page, 'Ja, in aller Ruhe.')).toContainText('angekommen');
});

test('new enquiries wait above the list and move nothing', async ({ house, someone }) => {
  const { page } = await someone('desk');
  const names = [newName(), newName()] as const;
  await ask(house, house.altstadt.centre, names[0], 'Ich warte schon.');
  await signInAs(page, david);
  await showRow(page, names[0]);
  await ask(house, house.altstadt.centre, names[1], 'Ich komme danach.');
  const held = page.getByRole('button', { name: /neue zeigen/ });
  await expect(held).toBeVisible();
  await expect(row(page, names[1])).toHaveCount(0);
  await held.click();
  await expect(row(page, names[1])).toBeVisible();
});

test('what was written meanwhile is counted in its row, with the last words', async ({ house, someone }) => {
  const { page } = await someone('desk');
  const name = newName();
  await signInAs(page, david);
  const seeker = await ask(house, house.altstadt.centre, name, 'Ist jemand da?');
  await showRow(page, name);
  await row(page, name).click();
  await page.getByRole('button', { name: 'Annehmen' }).click();
  await write(page, 'Ja, ich bin da.');
  await expect(row(page, name)).toContainText('Ja, ich bin da.');
  await goTo(page, 'Beratungsstelle');
  await send(seeker.self, seeker.conversation, 'Gut.');
  await send(seeker.self, seeker.conversation, 'Dann erzähle ich.');
  await goTo(page, 'Beratungen');
  await expect(row(page, name)).toContainText('2 neue Nachrichten');
  await expect(row(page, name)).toContainText('Dann erzähle ich.');
  await looksRight(page, 'unread');
  await row(page, name).click();
  await expect(page.getByRole('log').getByText('Neu', { exact: true })).toBeVisible();
  await expect(row(page, name)).not.toContainText('neue Nachrichten');
});

test('the desk without a pointer', async ({ house, someone }) => {
  const { page } = await someone('desk');
  const name = newName();
  await ask(house, house.emmendingen.centre, name, 'Ich frage für meine Mutter.');
  await page.goto('/b');
  await expect(page.locator('form[data-ready]')).toBeVisible();
  await tabTo(page, 'Anmeldename');
  await page.keyboard.type('miriam');
  await tabTo(page, 'Satz oder Passwort');
  await page.keyboard.type('linde wiese pinsel morgen fenster garten brot');
  await page.keyboard.press('Enter');
  await showRow(page, name);
  // Others may wait as well: down the list until it is this one's turn.
  await expect(async () => {
    await page.keyboard.press('j');
    await expect(row(page, name)).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name, exact: true })).toBeFocused();
  await expect(page.getByRole('button', { name: 'Annehmen' })).toBeVisible();
  await page.keyboard.press('a');
  const sheet = page.getByLabel('Nachricht schreiben');
  await expect(sheet).toBeFocused();
  await page.keyboard.type('Gut, dass Sie schreiben.');
  await tabTo(page, 'Senden');
  await page.keyboard.press('Enter');
  await expect(bubble(page, 'Gut, dass Sie schreiben.')).toContainText('angekommen');
  await page.keyboard.press('k');
  await page.keyboard.press('r');
  await expect(sheet).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Tasten' });
  await expect(help).toBeVisible();
  await looksRight(page, 'keys');
  await tabTo(page, /^Buchstaben wirken als Tasten/);
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.keyboard.press('r');
  await expect(sheet).not.toBeFocused();
  await tabTo(page, 'Abmelden');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Sie sind abgemeldet.')).toBeVisible();
  await looksRight(page, 'the door');
});

test('an invitation that leads nowhere says so, and a false centre stops hard', async ({
  house,
  someone,
}) => {
  const { page } = await someone('phone');
  const { path } = await invite(house.altstadt.lead, house.altstadt.centre);
  const { invitation, fragment } = linkParts(path);
  const [secret, pin] = (fragment ?? '').split('.') as [string, string];
  for (const [link, title] of [
    [`/i/${'A'.repeat(22)}#${fragment}`, 'Diese Einladung gilt nicht mehr'],
    [`/i/${invitation}`, 'Von diesem Link fehlt ein Stück'],
    [`/i/${invitation}#${secret}.${pin.replace(/^./, (c) => (c === '0' ? '1' : '0'))}`, /^Halt:/],
  ] as const) {
    await page.goto('about:blank');
    await page.goto(link);
    await expect(page.getByRole('heading', { name: title })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('textbox')).toHaveCount(0);
    await looksRight(page, link);
  }
  // The same link, whole, still works: nothing of the above has used it up.
  await page.goto('about:blank');
  await page.goto(path);
  await expect(page.getByRole('textbox', { name: /^Ihr Name/ })).toBeVisible({ timeout: 30_000 });
});

test('without proof by the link thirty digits are compared, and different ones let nobody in', async ({
  house,
  someone,
}) => {
  const { page } = await someone('desk');
  const { path } = await invite(house.altstadt.lead, house.altstadt.centre);
  const { invitation, fragment } = linkParts(path);
  const [secret, pin] = (fragment ?? '').split('.') as [string, string];
  const other = `${secret.replace(/^./, (c) => (c === '2' ? '3' : '2'))}.${pin}`;
  await redeem(house.newWorld(), {
    invitation,
    fragment: other,
    name: 'Nora Feld',
    signInName: 'nora-feld',
    phrase,
  });
  await signInAs(page, eva);
  await goTo(page, 'Beratungsstelle');
  await goTo(page, 'Menschen');
  const candidate = page.getByRole('region', { name: 'Ist das wirklich Nora Feld?' });
  await expect(candidate.getByText(/^\d{5}$/)).toHaveCount(6);
  await looksRight(page, 'thirty digits');
  await candidate.getByRole('button', { name: 'Sie sind anders' }).click();
  const refused = page.getByRole('region', { name: 'Nicht aufnehmen' });
  await expect(refused.getByText('Jemand kann sich dazwischengesetzt haben')).toBeVisible();
  await refused.getByRole('button', { name: 'Einladung zurückziehen' }).click();
  await expect(refused).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'In dieser Stelle' }).getByText('Nora Feld')).toHaveCount(0);
});

test('an account that is there joins by signing in', async ({ house, someone }) => {
  const { page } = await someone('desk');
  const { path } = await invite(house.emmendingen.lead, house.emmendingen.centre);
  await page.goto(path);
  await page.getByRole('button', { name: 'Ich habe schon ein Konto' }).click({ timeout: 30_000 });
  await page.getByRole('textbox', { name: 'Anmeldename' }).fill(david.signInName);
  await page.getByLabel('Satz oder Passwort').fill(david.phrase);
  await page.getByRole('button', { name: 'Anmelden und annehmen' }).click();
  await expect(page.getByRole('tab', { name: 'Jetzt' })).toBeVisible({ timeout: 30_000 });
  const { invitations } = await call(house.emmendingen.lead.world, 'listInvitations', {
    centre: house.emmendingen.centre,
  });
  expect(invitations.map(({ redeemed }) => redeemed?.name)).toContain(david.name);
});

test('a forgotten phrase: the code lets in and a new phrase follows', async ({ house, someone }) => {
  const { page } = await someone('phone');
  const { path } = await invite(house.altstadt.lead, house.altstadt.centre);
  const person = { name: 'Paul Stein', signInName: 'paul', phrase };
  const { writtenCode, self } = await redeem(house.newWorld(), { ...linkParts(path), ...person });
  const { writtenCode: newest } = await changePhrase(
    self,
    person.signInName,
    'ganz andere worte als zuvor hier',
  );
  await page.goto('/b');
  await expect(page.locator('form[data-ready]')).toBeVisible();
  await page.getByRole('button', { name: /Mit Notfall-Code/ }).click();
  await page.getByRole('textbox', { name: 'Anmeldename' }).fill(person.signInName);
  await page.getByRole('textbox', { name: 'Ihr Notfall-Code' }).fill(writtenCode);
  await page.getByRole('button', { name: 'Mit Code anmelden' }).click();
  await expect(page.getByRole('textbox', { name: 'Ihr Notfall-Code' })).toHaveAccessibleDescription(
    /passen nicht/,
  );
  await page
    .getByRole('textbox', { name: 'Ihr Notfall-Code' })
    .fill(newest.toLowerCase().replaceAll('-', ' '));
  await page.getByRole('button', { name: 'Mit Code anmelden' }).click();
  await expect(page.getByRole('heading', { name: 'Ein neuer Satz' })).toBeVisible({ timeout: 30_000 });
  await looksRight(page, 'a new phrase');
  await page.getByRole('button', { name: 'Lieber ein eigenes Passwort' }).click();
  await page.getByRole('textbox', { name: 'Eigenes Passwort' }).fill('kurz');
  await page.getByRole('button', { name: 'Neuen Satz speichern' }).click();
  await expect(page.getByRole('textbox', { name: 'Eigenes Passwort' })).toHaveAccessibleDescription(
    /mindestens 12 Zeichen/,
  );
  await page.getByRole('textbox', { name: 'Eigenes Passwort' }).fill('drei Wolken über Emmendingen');
  await page.getByRole('button', { name: 'Neuen Satz speichern' }).click();
  await expect(page.getByRole('heading', { name: 'Ihr neuer Notfall-Code' })).toBeVisible({
    timeout: 30_000,
  });
  const code = await readCode(page);
  await page.getByLabel('Zur Probe: die letzten vier Zeichen').fill(code.slice(-4));
  await page.getByRole('button', { name: 'Weiter' }).click();
  await expect(page.getByText('prüft Ihre Anmeldung und nimmt Sie auf')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await signInAs(page, { signInName: person.signInName, phrase: 'drei Wolken über Emmendingen' });
});

test('administration says what there is and what there is not', async ({ house, someone }) => {
  const { page } = await someone('desk');
  await signInAs(page, franz);
  await expect(page.getByRole('heading', { name: 'Verwaltung' })).toBeVisible();
  await looksRight(page, 'administration');
  await ask(house, house.altstadt.centre, ada.name, 'Ich bin Ada.');
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await expect(page.locator('form[data-ready]')).toBeVisible();
  await page.getByRole('textbox', { name: 'Anmeldename' }).fill(ada.name);
  await page.getByLabel('Satz oder Passwort').fill(phrase);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByRole('textbox', { name: 'Anmeldename' })).toHaveAccessibleDescription(
    /Ratsuchenden/,
    {
      timeout: 30_000,
    },
  );
});
