import { listConversations, listWaiting, makeLink, openConversation } from '@beistand/client';
import { clara, david } from '@beistand/client/cast/people';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { looksRight } from './people.ts';
import { agreeAndSend, readKeys, write, writeAndBeStopped } from './seeker-steps.ts';
import { goTo, signInAs } from './staff-steps.ts';

/** From the page behind the link to the sheet. */
async function toSheet(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('link', { name: /Schulden/ }).click();
  await expect(page.locator('form[data-ready]')).toBeVisible();
}

test('a counsellor’s own link: whoever follows it writes to them alone, and it can be ended', async ({
  house,
  someone,
}) => {
  const [{ page: desk }, { page }] = [await someone('desk'), await someone('phone')];
  await signInAs(desk, clara);
  await goTo(desk, 'Beratungsstelle');
  await desk.getByRole('button', { name: 'Meinen Link zeigen' }).click();
  const card = desk.getByRole('region', { name: 'Ihr eigener Link' });
  await expect(card.getByRole('img')).toBeVisible();
  const link = (await card.locator('p[dir=ltr]').textContent()) ?? '';
  expect(link).toMatch(/\/a\/[0-9a-z]{8}#k=[0-9A-Z]{26}\.[0-9A-Z]{26}$/);
  await looksRight(desk, 'a link of one’s own');

  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1, name: `An ${clara.name} schreiben` })).toBeVisible();
  await expect(page.getByText('Niemand sonst aus der Stelle liest mit')).toBeVisible();
  await expect(page).toHaveTitle('Seite');
  await looksRight(page, 'the page of a counsellor');
  await toSheet(page, link);
  await expect(page.getByText('diese eine Fachkraft')).toBeVisible();
  const text = 'Das ist nur für Sie.';
  await write(page, text);
  // What a reload takes back still goes to her alone.
  await page.reload();
  await expect(page.getByLabel('Ihre Nachricht')).toHaveValue(text);
  await expect(page.getByText('diese eine Fachkraft')).toBeVisible();
  await page.getByRole('button', { name: 'Weiter', exact: true }).click();
  await agreeAndSend(page, await readKeys(page));
  await expect(page.getByText('Niemand sonst aus der Stelle liest mit.')).toBeVisible();

  const { waiting } = await listWaiting(house.david);
  expect(waiting.filter(({ firstWords }) => firstWords?.includes(text))).toEqual([]);
  const { conversations } = await listConversations(house.clara);
  const opened = await Promise.all(
    conversations.map(({ conversation }) => openConversation(house.clara, conversation, () => undefined)),
  );
  const mine = opened.filter(({ entries }) =>
    entries.some((entry) => entry.t === 'message' && entry.text === text),
  );
  expect(mine).toMatchObject([{ waitsForOne: true, myRole: 2 }]);
  await page.getByRole('link', { name: 'Zur Beratung' }).click();
  await expect(page.getByText(`Direkt geschrieben an: ${clara.name}.`)).toBeVisible();

  await card.getByRole('button', { name: 'Link beenden' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Link beenden' }).click();
  await expect(card.getByRole('button', { name: 'Meinen Link zeigen' })).toBeVisible();
  expect((await page.request.get(link)).status()).toBe(404);
});

test('a link whose page leads to a colleague, or to the whole centre, stops before anything is sealed', async ({
  house,
  someone,
}) => {
  const { page } = await someone('phone');
  const centre = house.altstadt.centre;
  const [claras, davids] = [
    (await makeLink(house.clara, centre)).path,
    (await makeLink(house.david, centre)).path,
  ];
  const pins = claras.slice(claras.indexOf('#'));
  await toSheet(page, davids.replace(/#.*/, pins));
  await writeAndBeStopped(page, `Nicht für ${david.name}.`);

  const { page: other } = await someone('phone');
  const { code } = await (await other.request.get(`/api/centres/${centre}`)).json();
  await toSheet(other, `/a/${code}${pins}`);
  await write(other, 'Nicht für alle.');
  await other.getByRole('button', { name: 'Weiter', exact: true }).click();
  await expect(
    other.getByRole('heading', { name: 'Schreiben Sie uns. Ein Mensch antwortet.' }),
  ).toBeVisible();
});
