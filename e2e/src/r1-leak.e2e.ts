// R1 in browsers: one whole journey with a canary in every field a person fills or reads, then everything is searched
// that the server keeps or was sent, and what the seeker's browser keeps on its disk after leaving.
import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { clara } from '@beistand/client/cast/people';
import { dumpTables, filesBelow, type Needle, type Sink, scan } from '@beistand/client/testing/leak-scan';
import { openDatabase } from '@beistand/server/database';
import { utf8 } from '@beistand/wire';
import type { Page } from '@playwright/test';
import { chooseFiles } from './file-steps.ts';
import { expect, test } from './fixtures.ts';
import type { House } from './house.ts';
import { openProfile } from './people.ts';
import { startRecordingProxy } from './recording-proxy.ts';
import { agreeAndSend, findCentre, readKeys, write } from './seeker-steps.ts';
import { row, signInAs } from './staff-steps.ts';

const canaries: Needle[] = [];
const plant = (field: string, value: string): string => {
  canaries.push({ field, bytes: utf8(value) });
  return value;
};
/** A text nobody else writes, with letters and a space that encodings spell differently. */
const text = (field: string): string => plant(field, `Grüße ${field} ${randomBytes(9).toString('hex')}`);

const profiles = mkdtempSync(join(tmpdir(), 'profiles-'));
test.describe.configure({ mode: 'default' });
test.afterAll(() => rmSync(profiles, { recursive: true, force: true }));

async function sinksOf({ kept }: House, requests: Buffer[]): Promise<Sink[]> {
  const { dataDir, connection, logged } = kept;
  const { pool, close } = openDatabase({ connection, role: 'owner' });
  const query = (sql: string) => pool.query(sql);
  await query('checkpoint');
  await query('select pg_switch_wal()');
  const dataFolder: string = (await query('show data_directory')).rows[0].data_directory;
  const databaseDir = dirname(dataFolder);
  const dumpDir = join(databaseDir, 'dump');
  mkdirSync(dumpDir);
  chmodSync(dumpDir, 0o777);
  const files = [...(await dumpTables(query, dumpDir)).values()].flat().map((file) => readFileSync(file));
  rmSync(dumpDir, { recursive: true });
  await close();
  const wal = join(dataFolder, 'pg_wal');
  // The programs copied beside the data say nothing of anyone.
  const without = [wal, join(databaseDir, 'binaries')];
  return [
    { name: 'SQL dump', pieces: () => files },
    { name: 'WAL', pieces: () => filesBelow(wal) },
    {
      name: 'DATA_DIR',
      pieces: function* () {
        yield* filesBelow(dataDir, without);
        if (!databaseDir.startsWith(dataDir)) yield* filesBelow(databaseDir, without);
      },
    },
    { name: 'log', pieces: logged },
    { name: 'requests', pieces: () => requests },
  ];
}

/** What a browser has written down of where it was: addresses with their titles, in the order of its history. */
function historyOf(profile: string, origin: string): string[] {
  const copy = join(profile, 'history-copy');
  copyFileSync(join(profile, 'Default/History'), copy);
  const database = new DatabaseSync(copy);
  const rows = database.prepare('select url, title from urls order by id').all() as {
    url: string;
    title: string;
  }[];
  database.close();
  rmSync(copy);
  return rows.map(({ url, title }) => `${url.replace(origin, '')} ${title}`);
}

/** A letter in a file goes; whoever sent it looks at it once more. */
async function giveFile(page: Page, whose: string): Promise<string> {
  const name = `${text(`name of a file ${whose}`)}.txt`;
  const buffer = Buffer.from(text(`content of a file ${whose}`).repeat(400));
  await chooseFiles(page, [{ name, mimeType: 'text/plain', buffer }]);
  await page.getByRole('button', { name: 'Senden', exact: true }).click();
  await page.getByRole('button', { name: `Ansehen: ${name}` }).click();
  await viewFile(page, name);
  return name;
}

async function viewFile(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name });
  await expect(dialog.frameLocator('iframe').locator('pre')).toContainText('content of a file');
  await dialog.getByRole('button', { name: 'Schließen' }).click();
}

async function seek(page: Page): Promise<{ name: string }> {
  await page.goto('/');
  await page.getByLabel('Was beschäftigt Sie?').fill(text('search for a topic'));
  await findCentre(page);
  await write(page, text('first message'));
  await page.getByRole('button', { name: 'Weiter', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'So finden Sie zurück' })).toBeVisible();
  await page.getByRole('button', { name: 'Eigenes Passwort wählen' }).click();
  await page.getByRole('textbox', { name: 'Ihr Passwort' }).fill(text('password'));
  const keys = await readKeys(page);
  plant('recovery code', keys.code);
  plant('recovery code without dashes', keys.code.replaceAll('-', ''));
  await agreeAndSend(page, keys);
  await page.getByRole('link', { name: 'Zur Beratung' }).click();
  await page.getByLabel('Nachricht schreiben').fill(text('second message'));
  await page.getByRole('button', { name: 'Senden' }).click();
  await expect(page.getByRole('log').getByRole('article').last()).toContainText('angekommen');
  await giveFile(page, 'of a seeker');
  return { name: keys.name };
}

async function answer(page: Page, name: string): Promise<string> {
  plant('phrase of staff', clara.phrase);
  await signInAs(page, clara);
  await row(page, name).click();
  await page.getByRole('button', { name: 'Annehmen' }).click();
  const words = text('answer');
  await page.getByLabel('Nachricht schreiben').fill(words);
  await page.getByRole('button', { name: 'Senden' }).click();
  await expect(page.getByRole('log').getByRole('article').last()).toContainText(words);
  await giveFile(page, 'of staff');
  await page.getByLabel('Nachricht schreiben').fill(text('draft of an answer'));
  return words;
}

test('R1: a browser journey leaves nothing readable on the server, and the seeker’s disk says nothing after leaving', async ({
  house,
}) => {
  test.setTimeout(240_000);
  const proxy = await startRecordingProxy(house.origin);
  const mine = join(profiles, 'seeker');
  const seeker = await openProfile('phone', proxy.origin, mine);
  const staff = await openProfile('desk', proxy.origin, join(profiles, 'staff'));
  const { name } = await seek(seeker.page);
  const words = await answer(staff.page, name);
  await expect(seeker.page.getByRole('log')).toContainText(words);
  const [, theirs] = await seeker.page.getByRole('button', { name: /^Ansehen/ }).all();
  await theirs!.click();
  await expect(seeker.page.getByRole('dialog').frameLocator('iframe').locator('pre')).toContainText(
    'of staff',
  );
  await seeker.page.getByRole('dialog').getByRole('button', { name: 'Schließen' }).click();
  await seeker.page.getByLabel('Nachricht schreiben').fill(text('unsent text'));
  await seeker.page.getByRole('link', { name: /Verlassen/ }).click();
  await seeker.page.waitForURL('about:blank');
  await seeker.context.close();
  await staff.context.close();

  expect(canaries.map(({ field }) => field)).toHaveLength(14);
  const sinks = await sinksOf(house, proxy.requests());
  expect(scan(sinks, canaries)).toEqual([]);
  // Matched in the browser: the postcode never travels, neither in an address nor in a body.
  const sent = Buffer.concat(proxy.requests());
  expect(sent.includes('79098')).toBe(false);
  expect(sent.includes(name)).toBe(true);

  const disk: Sink[] = [{ name: 'profile', pieces: () => filesBelow(mine) }];
  const signInName: Needle = { field: 'sign-in name', bytes: utf8(name) };
  expect(scan(disk, [...canaries, signInName])).toEqual([]);
  // Every line of the history: neutral paths and titles, and random letters that only this server can read.
  const lines = [...new Set(historyOf(mine, proxy.origin))].sort();
  const host = new URL(proxy.origin).host;
  const allowed = [
    /^\/ Seite$/,
    /^\/a\/[0-9a-hjkmnp-tv-z]{8} Seite$/,
    // Leaving takes the title away with everything else.
    new RegExp(`^/k (Seite|${host}/k)$`),
    /^\/n Seite$/,
    /^\/w Seite$/,
  ];
  expect(lines).toEqual(allowed.map((line) => expect.stringMatching(line)));
  const bytes = [...sinks, ...disk]
    .flatMap(({ pieces }) => [...pieces()])
    .reduce((sum, { length }) => sum + length, 0);
  test.info().annotations.push({
    type: 'figure',
    description: `${canaries.length} canaries of a browser journey, ${sinks.length + 1} places, ${Math.round(bytes / 1e6)} MB searched, 0 hits`,
  });
  await proxy.close();
});

test('R1: what a browser does write down is found on its disk', async () => {
  const profile = join(profiles, 'careless');
  const { page, context } = await openProfile('phone', 'http://careless.localhost', profile);
  await context.route('http://careless.localhost/**', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><form><input name="words"><button>Weiter</button></form>',
    }),
  );
  const made = (field: string): Needle => ({
    field,
    bytes: utf8(`${field}-${randomBytes(9).toString('hex')}`),
  });
  const needles = ['address', 'title', 'localStorage', 'indexedDB'].map(made);
  const [address, title, local, indexed] = needles.map(({ bytes }) => Buffer.from(bytes).toString());
  await page.goto(`http://careless.localhost/?${address}`);
  await page.evaluate(
    async ({ title, local, indexed }) => {
      document.title = title!;
      localStorage.setItem('words', local!);
      const { promise, resolve } = Promise.withResolvers<void>();
      const opening = indexedDB.open('words', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('words');
      opening.onsuccess = () => {
        const writing = opening.result.transaction('words', 'readwrite', { durability: 'strict' });
        writing.objectStore('words').put(indexed, 1);
        writing.oncomplete = () => resolve();
      };
      await promise;
    },
    { title, local, indexed },
  );
  await context.close();
  const found = scan([{ name: 'profile', pieces: () => filesBelow(profile) }], needles);
  expect([...new Set(found.map(({ field }) => field))].sort()).toEqual([
    'address',
    'indexedDB',
    'localStorage',
    'title',
  ]);
});
