import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accept, call } from '@beistand/client';
import { askForHelp } from '@beistand/client/cast/ask';
import { phraseOf } from '@beistand/client/cast/people';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { signIn } from './seeker-steps.ts';

/** The goals of P5. */
const most = { topic: 30_000, write: 95_000, signin: 95_000, inside: 220_000, worker: 270_000 };
const assets = join(import.meta.dirname, '../../web/dist/client/assets');
/** Counted apart: it comes while somebody reads or types. */
const isOfWorker = (path: string): boolean => /worker|words|names|common-passwords|\.wasm$/.test(path);

/** Encoded bytes of every response to the page from now on. */
async function countBytes(page: Page): Promise<() => number> {
  const session = await page.context().newCDPSession(page);
  const paths = new Map<string, string>();
  let bytes = 0;
  session.on('Network.requestWillBeSent', ({ requestId, request }) => paths.set(requestId, request.url));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!isOfWorker(paths.get(requestId) ?? '')) bytes += encodedDataLength;
  });
  await session.send('Network.enable');
  return () => bytes;
}

test('first visits stay within their bytes', async ({ house, someone }) => {
  const { topics } = await call(house.newWorld(), 'listTopics', {});
  const name = 'stiller-farn-5000';
  const phrase = phraseOf('waage');
  const about = { centre: house.altstadt.centre, topic: house.topicIds[0]!, topicTitle: 'Schulden' };
  const { conversation } = await askForHelp(house.newWorld(), { ...about, text: 'Wie viel?', name, phrase });
  await accept(house.clara, conversation);

  const seen = { topic: 0, write: 0, signin: 0, inside: 0, worker: 0 };
  for (const [what, path, ready] of [
    ['topic', `/a/${topics[0]!.code}`, 'input'],
    ['write', '/w', '[data-ready] textarea'],
    ['signin', '/s', '[data-ready]'],
  ] as const) {
    const { page } = await someone('phone');
    const bytes = await countBytes(page);
    await page.goto(path, { waitUntil: 'networkidle' });
    await expect(page.locator(ready).first()).toBeVisible();
    seen[what] = bytes();
    if (what !== 'signin') continue;
    await signIn(page, { name, phrase, code: '' });
    await expect(page.getByRole('log')).toContainText('Wie viel?');
    await page.waitForLoadState('networkidle');
    seen.inside = bytes();
  }
  const worker = readdirSync(assets).filter((file) => /(worker.*\.js|\.wasm)\.br$/.test(file));
  seen.worker = worker.reduce((sum, file) => sum + readFileSync(join(assets, file)).length, 0);
  test.info().annotations.push({ type: 'figure', description: JSON.stringify(seen) });
  for (const what of ['topic', 'write', 'signin', 'inside', 'worker'] as const) {
    expect(seen[what], what).toBeGreaterThan(10_000);
    expect(seen[what], what).toBeLessThanOrEqual(most[what]);
  }
});
