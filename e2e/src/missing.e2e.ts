import { openDatabase } from '@beistand/server/database';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { House } from './house.ts';
import { looksRight, visit } from './people.ts';
import { layoutFaults } from './screen-faults.ts';

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

async function topicPath({ origin }: House): Promise<string> {
  const { topics } = await (await fetch(`${origin}/api/topics`)).json();
  return `/a/${topics[0].code}`;
}

/** Turns the database away from the server, and back: stopping it wouldn't do, for its own is started again at once. */
async function allowDatabase({ kept: { connection } }: House, isAllowed: boolean): Promise<void> {
  if (!('socket' in connection)) throw new Error('not the embedded database');
  const { database } = connection;
  const { pool, close } = openDatabase({
    connection: { ...connection, database: 'postgres' },
    role: 'owner',
  });
  await pool.query(`alter database "${database}" allow_connections ${isAllowed}`);
  await pool.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [database]);
  await close();
}

/** What a page is like that can't seal: it says so, and whom to call; nothing of the form that would not work is there. */
async function cannotSeal(page: Page): Promise<void> {
  for (const path of ['/w', '/s', '/k', '/n']) {
    await page.goto(path);
    await expect(heading(page, 'Ihr Browser kann hier nicht schreiben')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Lindenwerk' })).toBeVisible();
    await expect(page.getByRole('link', { name: /^112/ })).toHaveAttribute('href', 'tel:112');
    await expect(page.getByRole('textbox').filter({ visible: true })).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Themen und Stellen' })).toHaveAttribute('href', '/');
    await expect(page.getByRole('link', { name: /erlassen/ }).filter({ visible: true })).toBeVisible();
  }
  for (const path of ['/b', '/b/centre', '/i/AAAAAAAAAAAAAAAAAAAAAA']) {
    await page.goto(path);
    await expect(heading(page, 'Mit diesem Browser geht es hier nicht')).toBeVisible();
    await expect(page.getByRole('textbox').filter({ visible: true })).toHaveCount(0);
  }
}

test('without JavaScript: the topics, their centres and whom to call', async ({ house }) => {
  const { page, leave } = await visit('phone', house.origin, { javaScriptEnabled: false });
  await cannotSeal(page);
  await page.goto('/');
  await page.getByRole('link', { name: /^Schulden/ }).click();
  // What is looked for by its text is never found in a noscript.
  await expect(heading(page, 'Wer ist für Sie da?')).toBeVisible();
  await expect(page.locator('noscript p')).toContainText('braucht diese Seite JavaScript');
  await expect(page.locator('noscript ul').last()).toContainText('Freiburg-Altstadt');
  await expect(page.locator('noscript').getByRole('link', { name: '030 23125 410' })).toBeVisible();
  await expect(page.locator('noscript ul').last()).toContainText('Lindengasse 4');
  for (const path of ['/', await topicPath(house), '/w', '/b', '/h']) {
    await page.goto(path);
    expect(await layoutFaults(page), path).toEqual([]);
  }
  await leave();
});

test('over plain http from another machine: no encryption, and a page that says so', async ({ house }) => {
  const { port } = new URL(house.origin);
  const { page, complaints, leave } = await visit('phone', `http://haus.example:${port}`, {
    args: ['--host-resolver-rules=MAP haus.example localhost', '--disable-features=HttpsUpgrades'],
  });
  await page.goto('/w');
  expect(await page.evaluate(() => [isSecureContext, typeof crypto.subtle])).toEqual([false, 'undefined']);
  await cannotSeal(page);
  await looksRight(page, '/i without encryption');
  await page.goto('/w');
  await expect(heading(page, 'Ihr Browser kann hier nicht schreiben')).toBeVisible();
  await looksRight(page, '/w without encryption');
  expect(complaints).toEqual([]);
  await leave();
});

test('without WebAssembly, as in hardened browsers', async ({ house }) => {
  const { page, complaints, leave } = await visit('desk', house.origin);
  await page.context().addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'WebAssembly');
  });
  await cannotSeal(page);
  expect(complaints).toEqual([]);
  await leave();
});

test('an address that leads nowhere says whose it is, and leads back', async ({ someone }) => {
  const { page } = await someone('phone');
  for (const path of ['/nirgends', '/a/00000000']) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('banner').getByText('Lindenwerk')).toBeVisible();
  }
  await page.getByRole('link', { name: 'Zurück zu Lindenwerk' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Schreiben Sie uns.');
});

test('the foot of a page leads to the source', async ({ someone, house }) => {
  const { page } = await someone('desk');
  for (const path of ['/', '/h', '/s', '/nirgends', await topicPath(house), '/b']) {
    await page.goto(path);
    const source = page.getByRole('contentinfo').getByRole('link', { name: 'Quelltext' });
    await expect(source, path).toHaveAttribute('href', 'https://code.example/beistand');
  }
});

test('without the database: the numbers to call, and the page again once it is back', async ({ house }) => {
  const { page, leave } = await visit('phone', house.origin);
  await allowDatabase(house, false);
  await expect.poll(async () => (await page.goto('/'))?.status()).toBe(503);
  for (const path of ['/', '/h', '/s', '/a/00000000']) {
    await page.goto(path);
    await expect(heading(page, 'Gerade nicht erreichbar')).toBeVisible();
    await expect(page.getByRole('main').getByRole('link', { name: /^112/ })).toBeVisible();
  }
  await looksRight(page, 'without a database');
  await allowDatabase(house, true);
  await page.getByRole('link', { name: 'Noch einmal versuchen' }).click();
  await expect(heading(page, 'Hier ist nichts')).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Schreiben Sie uns.');
  await leave();
});
