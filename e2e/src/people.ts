import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  expect,
  type Page,
} from '@playwright/test';
import { findChromium } from '../../tools/find-chromium.mjs';
import { axeFaults, layoutFaults, ofColours } from './screen-faults.ts';

export const sizes = {
  phone: { width: 360, height: 740 },
  desk: { width: 1440, height: 900 },
} as const;
export type Size = keyof typeof sizes;

/** A person before a browser, with a profile of their own and everything the browser complained about meanwhile. */
export type Visitor = { page: Page; complaints: string[]; leave: () => Promise<void> };

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // One list is heard, the last: what Playwright leaves out, and beside it a second process begun ahead for every page.
  `--disable-features=${[
    'SpareRendererForSitePerProcess',
    'AimEnabled',
    'AvoidCorsURLLoaderRestartOnRedirect',
    'AvoidUnnecessaryBeforeUnloadCheckSync',
    'DestroyProfileOnBrowserClose',
    'HttpsFirstBalancedModeAutoEnable',
    'HttpsUpgrades',
    'LensOverlay',
    'MediaRouter',
    'NetworkTimeServiceQuerying',
    'OptimizationGuideModelDownloading',
    'OptimizationGuideOnDeviceModel',
    'OptimizationHints',
    'PaintHolding',
    'PreconnectToSearch',
    'ThirdPartyStoragePartitioning',
  ]}`,
];

declare global {
  /** Given to every page, so that what its security policy refuses reaches the test. */
  var complain: (what: string) => void;
}

const launch = { executablePath: findChromium() ?? '/usr/bin/chromium', args: quiet };
const contextOf = (size: Size, origin: string) => ({
  viewport: sizes[size],
  locale: 'de-DE',
  timezoneId: 'Europe/Berlin',
  // What moves is drawn again and again, and clicked only once it stands.
  reducedMotion: 'reduce' as const,
  baseURL: origin,
});

/** What the browser complains about from now on. */
async function complaintsOf(context: BrowserContext): Promise<string[]> {
  const complaints: string[] = [];
  await context.exposeFunction('complain', (what: string) => complaints.push(what));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) =>
      complain(`${event.effectiveDirective} refused ${event.blockedURI} ${event.sourceFile ?? ''}`),
    );
  });
  context.on('weberror', (error) => complaints.push(`error ${error.error().message}`));
  return complaints;
}

/** `args` for a browser process, the rest for what it lets pages do. */
type Unlike = BrowserContextOptions & { args?: string[] };

let shared: Promise<Browser> | undefined;

/** Before the browser that this worker's visitors share; with `args`, if only none, before a process of their own. */
export async function visit(size: Size, origin: string, unlike: Unlike = {}): Promise<Visitor> {
  const { args, ...options } = unlike;
  const own = args && chromium.launch({ ...launch, args: [...launch.args, ...args] });
  if (!own) shared ??= chromium.launch(launch);
  const browser = await (own ?? shared!);
  const context = await browser.newContext({ ...contextOf(size, origin), ...options });
  const complaints = await complaintsOf(context);
  const leave = () => (own ? browser.close() : context.close());
  return { page: await context.newPage(), complaints, leave };
}

/** Someone whose browser keeps its profile in a folder, where it can be looked at afterwards. */
export async function openProfile(
  size: Size,
  origin: string,
  folder: string,
): Promise<{ page: Page; context: BrowserContext; complaints: string[] }> {
  const context = await chromium.launchPersistentContext(folder, { ...launch, ...contextOf(size, origin) });
  const complaints = await complaintsOf(context);
  return { page: context.pages()[0] ?? (await context.newPage()), context, complaints };
}

/** No rule of axe broken and nothing outside the window or cut off, by day and by night. */
export async function looksRight(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const rules = colorScheme === 'dark' ? ofColours : undefined;
    expect(await axeFaults(page, rules), `axe on ${where}, ${colorScheme}`).toEqual([]);
    expect(await layoutFaults(page), `layout of ${where}, ${colorScheme}`).toEqual([]);
  }
}

/** Presses Tab until the focus is on what has this name, as someone without a pointer does; never sets the focus itself. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    if ((await focused.count()) === 0) continue;
    const said = await focused.evaluate((element) => {
      const labels =
        element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels : null;
      return (
        element.getAttribute('aria-label') ??
        labels?.[0]?.textContent ??
        element.textContent ??
        ''
      ).trim();
    });
    if (typeof name === 'string' ? said === name : name.test(said)) return;
  }
  throw new Error(`Tab never came to ${name}`);
}
