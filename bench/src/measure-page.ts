import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type CDPSession, chromium, type Page } from '@playwright/test';
import { findChromium } from '../../tools/find-chromium.mjs';

/** A phone on 1.6 Mbit/s and 150 ms; `cpu` divides the page's speed (it doesn't reach workers). */
export type Phone = { cpu: number };

export type Seen = {
  /** Encoded bytes of every response until two seconds of silence, by path. */
  responses: { path: string; bytes: number }[];
  /** From navigation to the moment the control matched `[data-ready]` and a touch at its centre would have reached it. */
  readyMs: number;
  /** Total blocking time by its definition: what long tasks took above 50 ms each after the first paint of content. */
  blockedMs: number;
  /** The same before that paint too, when there is nothing to touch yet. */
  blockedFromStartMs: number;
};

const SILENCE_MS = 2_000;

/** What the page calls when it is ready. */
const told = '__told';

/** Runs in the page before anything else of it. It tells us itself: to be asked would cost the page 15 ms of its processor. */
const watch = ([selector, tell]: readonly [string, string]): void => {
  const seen = { readyAt: null as number | null, tasks: [] as [start: number, ms: number][] };
  Object.assign(globalThis, { __seen: seen });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.tasks.push([startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });
  const look = (): void => {
    const control = document.querySelector(selector);
    const box = control?.getBoundingClientRect();
    if (control && box && box.width > 0 && box.height > 0) {
      const hit = document.elementFromPoint(
        box.left + box.width / 2,
        box.top + Math.min(box.height, innerHeight - box.top) / 2,
      );
      if (hit && (control === hit || control.contains(hit) || hit.contains(control))) {
        seen.readyAt = performance.now();
        (globalThis as unknown as Record<string, (nothing: string) => void>)[tell]?.('');
        return;
      }
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};

async function throttle(session: CDPSession, { cpu }: Phone): Promise<void> {
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 1.6e6 / 8,
    uploadThroughput: 750e3 / 8,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpu });
}

/** Encoded bytes of what the page and its worker fetch; answers a wait for silence. */
function countBytes(session: CDPSession, responses: Seen['responses']): () => Promise<void> {
  const paths = new Map<string, string>();
  let lastAt = performance.now();
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    lastAt = performance.now();
    paths.set(requestId, new URL(request.url).pathname);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    lastAt = performance.now();
    responses.push({ path: paths.get(requestId) ?? '', bytes: encodedDataLength });
  });
  return async () => {
    while (performance.now() - lastAt < SILENCE_MS) await new Promise((resolve) => setTimeout(resolve, 50));
  };
}

/**
 * One cold visit in a browser profile of its own. `act` goes on from the ready page (to sign in, say) and answers
 * the milliseconds it took; without it the visit ends at silence.
 */
export async function visit(
  url: string,
  ready: string,
  phone: Phone,
  act?: (page: Page) => Promise<number>,
): Promise<Seen & { actMs: number }> {
  const profile = mkdtempSync(join(tmpdir(), 'beistand-page-'));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium() ?? undefined,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    viewport: { width: 360, height: 640 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    locale: 'de-DE',
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const session = await context.newCDPSession(page);
    const responses: Seen['responses'] = [];
    await page.addInitScript(watch, [ready, told] as const);
    await session.send('Runtime.enable');
    await session.send('Runtime.addBinding', { name: told });
    const isReady = new Promise((resolve) => session.once('Runtime.bindingCalled', resolve));
    await throttle(session, phone);
    const silence = countBytes(session, responses);
    await page.goto(url, { waitUntil: 'commit' });
    const seenIn = () =>
      page.evaluate(() => ({
        ...(globalThis as unknown as { __seen: { readyAt: number | null; tasks: [number, number][] } })
          .__seen,
        paintedAt: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
      }));
    await isReady;
    await silence();
    const { readyAt, tasks, paintedAt } = await seenIn();
    const blockedFrom = (from: number): number =>
      tasks.reduce((sum, [start, ms]) => sum + Math.max(0, Math.min(ms, start + ms - from) - 50), 0);
    const actMs = act ? await act(page) : 0;
    if (act) await silence();
    return {
      responses,
      readyMs: readyAt ?? Number.NaN,
      blockedMs: blockedFrom(paintedAt),
      blockedFromStartMs: blockedFrom(0),
      actMs,
    };
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
