import type { Page, Route } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { looksRight } from './people.ts';
import { ask, isKept, signIn } from './seeker-steps.ts';

const lost = (route: Route): Promise<void> => route.abort();
const gone = (route: Route): Promise<void> => route.fulfill({ status: 404, body: '' });
/** One byte is another. */
async function altered(route: Route): Promise<void> {
  const answer = await route.fetch();
  const body = await answer.body();
  body.writeUInt8(body.readUInt8(body.length - 1) ^ 1, body.length - 1);
  await route.fulfill({ response: answer, body });
}

const faults = [
  ['the worker’s script', 'is lost', '**/assets/crypto-worker-*.js', lost],
  ['OPAQUE', 'is lost', '**/assets/opaque-*.wasm', lost],
  ['OPAQUE', 'is not there', '**/assets/opaque-*.wasm', gone],
  ['libsodium', 'is lost', '**/assets/sodium-*.wasm', lost],
  ['libsodium', 'is another', '**/assets/sodium-*.wasm', altered],
] as const;

async function comesBack(page: Page, pattern: string, fault: (route: Route) => Promise<void>): Promise<void> {
  await page.context().route(pattern, fault);
  const tried = page.context().waitForEvent('request', (request) => /worker|wasm/.test(request.url()));
  await page.goto('/s');
  await tried;
  await page.getByLabel('Ihr Name hier').fill('blauer-otter-4821');
  await page.getByLabel('Ihr Satz oder Passwort').fill('linde wiese otter');
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(page.getByText('Keine Verbindung. Versuchen Sie es gleich noch einmal.')).toBeVisible();
}

for (const [what, how, pattern, fault] of faults)
  test(`${what} ${how}: signing in says so, ends nothing half, and goes on once it is there`, async ({
    someone,
  }) => {
    const { page } = await someone('phone');
    const sent: string[] = [];
    page.context().on('request', (request) => {
      if (/\/auth\/.*finish$/.test(request.url())) sent.push(request.url());
    });
    await comesBack(page, pattern, fault);
    expect(sent).toEqual([]);
    await page.context().unroute(pattern);
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await expect(page.getByText(/^Name und Satz passen nicht zusammen/)).toBeVisible();
  });

test('without what it runs on nothing is called kept, and everything goes on once it is there', async ({
  someone,
}) => {
  const { page } = await someone('phone');
  const pattern = '**/assets/*.wasm';
  await page.context().route(pattern, lost);
  await page.goto('/w');
  await expect(page.locator('form[data-ready]')).toBeVisible();
  await page.getByLabel('Ihre Nachricht').fill('Noch nirgends.');
  await expect(page.getByText('Noch nicht gesichert. Lassen Sie diese Seite offen.')).toBeVisible();
  await looksRight(page, 'no worker');
  await page.context().unroute(pattern);
  await page.getByLabel('Ihre Nachricht').fill('Jetzt irgendwo.');
  await isKept(page);
  const keys = await ask(page);
  const { page: other } = await someone('desk');
  await signIn(other, keys);
});
