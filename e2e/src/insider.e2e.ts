import type { Page, Route } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { looksRight, visit } from './people.ts';
import { findCentre, story, write } from './seeker-steps.ts';

/** A byte more, which changes nothing of what a script does: without its hash it would run. Kept nowhere. */
async function aByteMore(route: Route): Promise<void> {
  const answer = await route.fetch();
  await route.fulfill({
    response: answer,
    headers: { ...answer.headers(), 'cache-control': 'no-store' },
    body: Buffer.concat([await answer.body(), Buffer.from('\n')]),
  });
}
const ofTheApp = /\/assets\/(?!crypto-worker)[^/]+\.js$/;
const said = 'Diese Seite ist noch nicht ganz da, oder sie wurde unterwegs verändert.';

/** Lets the seconds pass after which a page says that nothing of it runs. */
const later = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const animation of document.getAnimations()) animation.finish();
  });

test('R15: a byte more in the scripts of a page: the browser runs none of them, and the page says so', async ({
  house,
}) => {
  const { page, leave } = await visit('phone', house.origin);
  let refused = 0;
  page.on('console', (line) => {
    if (/integrity/i.test(line.text())) refused++;
  });
  for (const path of ['/w', '/b']) {
    refused = 0;
    await page.context().route(ofTheApp, aByteMore);
    await page.goto(path);
    await expect.poll(() => refused).toBeGreaterThan(0);
    await expect(page.getByText(said)).toBeHidden();
    await later(page);
    await expect(page.getByText(said)).toBeVisible();
    expect(await page.locator('[data-ready]').count(), path).toBe(0);
    if (path === '/w') await looksRight(page, 'a page that was altered');
    await page.context().unroute(ofTheApp);
    await page.reload();
    await expect(page.locator('[data-ready]').first()).toBeVisible();
    await expect(page.locator('#stalled')).toHaveCount(0);
  }
  await leave();
});

test('R15: a byte more in a part that comes later: said as well, and the text is still there', async ({
  house,
}) => {
  const { page, leave } = await visit('phone', house.origin);
  const part = /\/assets\/sending-[^/]+\.js$/;
  await page.context().route(part, aByteMore);
  await findCentre(page);
  await write(page, story);
  const onward = page.getByRole('button', { name: 'Weiter', exact: true });
  await onward.click();
  await expect(page.getByText(said)).toBeVisible();
  await page.context().unroute(part);
  await page.reload();
  await expect(page.getByLabel('Ihre Nachricht')).toHaveValue(story);
  await onward.click();
  await expect(page.getByRole('heading', { level: 1, name: 'So finden Sie zurück' })).toBeVisible();
  await leave();
});
