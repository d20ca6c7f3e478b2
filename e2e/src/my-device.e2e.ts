// Who says that a device is theirs stays signed in over a reload; nobody else does, and leaving ends it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clara } from '@beistand/client/cast/people';
import { filesBelow, scan } from '@beistand/client/testing/leak-scan';
import { utf8 } from '@beistand/wire';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { openProfile } from './people.ts';
import { type Keys, seekerOf, story } from './seeker-steps.ts';
import { signInAs } from './staff-steps.ts';

const tick = 'Das ist mein Gerät';

async function signInOn(page: Page, { name, phrase }: Keys, isMine: boolean): Promise<void> {
  await page.goto('/s');
  await expect(page.locator('form[data-ready]')).toBeVisible();
  await page.getByLabel('Ihr Name hier').fill(name);
  await page.getByLabel('Ihr Satz oder Passwort').fill(phrase);
  if (isMine) await page.getByRole('checkbox', { name: tick }).check();
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByRole('log')).toContainText(story, { timeout: 30_000 });
}

test('a seeker stays signed in on their own device, and nowhere else', async ({ someone, house }) => {
  const keys = await seekerOf(house);
  const { page } = await someone('phone');
  await signInOn(page, keys, false);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Schön, dass Sie wieder da sind' })).toBeVisible();

  const folder = mkdtempSync(join(tmpdir(), 'my-device-'));
  const mine = await openProfile('phone', house.origin, folder);
  await signInOn(mine.page, keys, true);
  await mine.page.reload();
  await expect(mine.page.getByRole('log')).toContainText(story);
  const next = await mine.context.newPage();
  await next.goto('/s');
  await expect(next.getByRole('log')).toContainText(story);
  await next.close();

  await mine.page.getByRole('link', { name: /Verlassen/ }).click();
  await mine.page.waitForURL('about:blank');
  await mine.page.goto('/k');
  await expect(mine.page.getByRole('heading', { name: 'Schön, dass Sie wieder da sind' })).toBeVisible();
  expect(mine.complaints).toEqual([]);
  await mine.context.close();
  const needles = Object.entries({ name: keys.name, phrase: keys.phrase, story: story.slice(0, 40) }).map(
    ([field, value]) => ({ field, bytes: utf8(value) }),
  );
  expect(scan([{ name: 'profile', pieces: () => filesBelow(folder) }], needles)).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});

test('a counsellor loads the page again on their own device; after signing out the phrase is asked', async ({
  someone,
}) => {
  const { page } = await someone('desk');
  await signInAs(page, clara);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Guten Tag' })).toBeVisible();
  await page.getByLabel('Satz oder Passwort').fill(clara.phrase);
  await page.getByRole('checkbox', { name: tick }).check();
  await page.getByRole('button', { name: 'Anmelden' }).click();
  const places = page.getByRole('navigation', { name: 'Bereiche' });
  await expect(places).toBeVisible();
  await page.reload();
  await expect(places).toBeVisible();
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await expect(page.getByRole('heading', { name: 'Guten Tag' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Guten Tag' })).toBeVisible();
  await expect(places).toBeHidden();
});
