import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';

// Brought into a page once, when it is first looked at: that makes hundreds of looks affordable.
const fromAxe = createRequire(fileURLToPath(import.meta.resolve('@axe-core/playwright')));
const source = readFileSync(fromAxe.resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  var axe: {
    run: (
      where: Document,
      how: { resultTypes: ['violations']; runOnly?: string[] },
    ) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
  };
}

/** What a change of colours alone can break. */
export const ofColours = ['color-contrast', 'link-in-text-block'];

/** Rules of axe that a screen breaks, a line each; of all of them, or of those named. */
export async function axeFaults(page: Page, rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  return page.evaluate(async (runOnly) => {
    const how = { resultTypes: ['violations'] as ['violations'], ...(runOnly && { runOnly }) };
    const { violations } = await globalThis.axe.run(document, how);
    return violations.map(
      ({ id, nodes }) => `axe ${id}: ${nodes.map(({ html }) => html.slice(0, 140)).join(' | ')}`,
    );
  }, rules);
}

/**
 * What doesn't fit: the page wider than the window, things outside of it, words cut off inside their box, a part that
 * scrolls sideways without having been made for it.
 */
export const layoutFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const faults: string[] = [];
    const excess = document.documentElement.scrollWidth - innerWidth;
    if (excess > 0) faults.push(`${excess} px too wide`);
    const nameOf = (element: Element): string =>
      `${element.localName} “${(element.textContent ?? '').trim().slice(0, 40)}”`;
    /** What scrolls can be scrolled to. */
    const isInScroller = (element: Element): boolean => {
      for (let at = element.parentElement; at; at = at.parentElement)
        if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth)
          return at !== document.documentElement && at !== document.body;
      return false;
    };
    for (const element of document.body.querySelectorAll('*')) {
      const { left, right, bottom, width, height } = element.getBoundingClientRect();
      // One pixel is for screen readers; what waits above the window comes with the focus.
      if (width <= 1 || height <= 1 || bottom <= 0 || element.closest('.away')) continue;
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      if ((left < -1 || right > innerWidth + 1) && !isInScroller(element))
        faults.push(`${Math.round(left)} to ${Math.round(right)} of ${innerWidth} px: ${nameOf(element)}`);
      const { overflowX, textOverflow } = getComputedStyle(element);
      // Whoever scrolls down gets this too, and nobody looks for what lies beside a list or a text.
      const isSideways = /auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth;
      if (isSideways && !element.matches('[data-sideways], html, body'))
        faults.push(
          `scrolls sideways by ${element.scrollWidth - element.clientWidth} px: ${nameOf(element)}`,
        );
      const isCut = /hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1;
      const hasText = [...element.childNodes].some(
        ({ nodeType, nodeValue }) => nodeType === 3 && nodeValue?.trim(),
      );
      if (isCut && hasText && textOverflow !== 'ellipsis') faults.push(`cut off: ${nameOf(element)}`);
    }
    return faults;
  });

/** What a thumb misses: less than 44 px either way. A link inside a sentence has the size of its words. */
export const touchFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const faults: string[] = [];
    for (const element of document.body.querySelectorAll(
      'a[href], button, input, select, textarea, summary',
    )) {
      const { width, height } = (element.closest('label') ?? element).getBoundingClientRect();
      const isSeen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      // What waits for the focus is of no use to a thumb.
      if (!isSeen || width <= 1 || getComputedStyle(element).clipPath !== 'none') continue;
      if (element.matches('a') && getComputedStyle(element).display === 'inline') continue;
      if (width < 43.5 || height < 43.5)
        faults.push(
          `${Math.round(width)} × ${Math.round(height)} px for a thumb: ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}`,
        );
    }
    return faults;
  });

/** One first heading; on seekers' pages the way out before everything else that Tab reaches. */
const orderFaults = (page: Page, isForSeekers: boolean): Promise<string[]> =>
  page.evaluate((isForSeekers) => {
    const faults: string[] = [];
    const headings = [...document.querySelectorAll('h1')].filter((heading) => heading.checkVisibility());
    if (headings.length !== 1) faults.push(`${headings.length} first headings`);
    const reached = [
      ...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, [tabindex]'),
    ].filter((element) => element.tabIndex >= 0 && element.checkVisibility());
    if (reached.some(({ tabIndex }) => tabIndex > 0)) faults.push('an order of its own for Tab');
    if (isForSeekers && !reached[0]?.hasAttribute('data-leave'))
      faults.push('Tab comes to something before the way out');
    return faults;
  }, isForSeekers);

const widths = [360, 768, 1440] as const;
const themes = ['light', 'dark'] as const;
const heights = { 180: 370, 320: 740, 360: 740, 768: 1024, 1440: 900 };

const fit = (page: Page, width: keyof typeof heights) =>
  page.setViewportSize({ width, height: heights[width] });

/**
 * Every fault of the screen as it stands, by width and theme; then with the browser's own colours and larger text. With
 * `isBrief` once on a phone by day and once at a desk by night: of a screen whose states are all looked at elsewhere.
 */
export async function faultsOf(
  page: Page,
  isForSeekers: boolean,
  isBrief = false,
): Promise<{ faults: string[]; looks: number }> {
  const faults: string[] = [];
  let looks = 0;
  const look = async (how: string, ...checks: Promise<string[]>[]) => {
    looks += 1;
    for (const found of await Promise.all(checks)) faults.push(...found.map((fault) => `${how}: ${fault}`));
  };
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    for (const width of isBrief ? ([colorScheme === 'dark' ? 1440 : 360] as const) : widths) {
      await fit(page, width);
      await look(
        `${width} ${colorScheme}`,
        axeFaults(page, colorScheme === 'dark' ? ofColours : undefined),
        layoutFaults(page),
        orderFaults(page, isForSeekers),
      );
    }
  }
  if (isBrief) return { faults, looks };
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
  await look('forced colours', layoutFaults(page));
  await page.emulateMedia({ forcedColors: 'none' });
  // 320 px are 1280 px at 400 %.
  await fit(page, 320);
  await look('400 % zoom', layoutFaults(page));
  if (isForSeekers) {
    // A phone of 360 px at 200 %.
    await fit(page, 180);
    await look('200 % zoom on a phone', layoutFaults(page));
  }
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  for (const width of [768, 1440] as const) {
    await fit(page, width);
    await look(`200 % text at ${width}`, layoutFaults(page));
  }
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
  return { faults, looks };
}
