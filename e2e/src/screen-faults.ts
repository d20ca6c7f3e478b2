import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Rules of axe that a screen breaks, a line each. */
export async function axeFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    ({ id, nodes }) => `axe ${id}: ${nodes.map(({ html }) => html.slice(0, 140)).join(' | ')}`,
  );
}

/** What doesn't fit: the page wider than the window, things outside of it, words cut off inside their box. */
export const layoutFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const root = document.documentElement;
    const faults: string[] = [];
    if (root.scrollWidth > innerWidth) faults.push(`${root.scrollWidth - innerWidth} px too wide`);
    const nameOf = (element: Element): string =>
      `<${element.localName} class="${element.getAttribute('class') ?? ''}">${(element.textContent ?? '').slice(0, 40)}`;
    const scrolls = ({ overflowX }: CSSStyleDeclaration) => overflowX === 'auto' || overflowX === 'scroll';
    /** Hidden on purpose for all but screen readers, or not drawn at all. */
    const isDrawn = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      !element.closest('.away, [aria-hidden=true]');
    const reached = (element: Element): DOMRect | null => {
      const box = element.getBoundingClientRect();
      for (let at = element.parentElement; at; at = at.parentElement) {
        // What scrolls can be scrolled to, and says so itself when it doesn't fit.
        if (scrolls(getComputedStyle(at)) && at.scrollWidth > at.clientWidth) return null;
      }
      return box;
    };
    for (const element of document.body.querySelectorAll('*')) {
      if (!isDrawn(element)) continue;
      const box = reached(element);
      if (!box || box.width === 0 || box.height === 0) continue;
      // The skip link waits above the window until it has the focus.
      if (box.bottom <= 0) continue;
      if (box.left < -1 || box.right > innerWidth + 1)
        faults.push(`outside the window (${Math.round(box.left)} to ${Math.round(box.right)}): ${nameOf(element)}`);
      const style = getComputedStyle(element);
      const cuts = style.overflowX === 'hidden' || style.overflowX === 'clip';
      const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim());
      if (cuts && hasText && style.textOverflow !== 'ellipsis' && element.scrollWidth > element.clientWidth + 1)
        faults.push(`cut off inside its box: ${nameOf(element)}`);
    }
    return faults;
  });

/** One first heading; it need not be drawn, but it must be read. */
export async function headingFaults(page: Page): Promise<string[]> {
  const count = await page.locator('h1').count();
  return count === 1 ? [] : [`${count} first headings`];
}

/** The way out comes before everything else that Tab reaches. */
export async function exitFaults(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    getSelection()?.removeAllRanges();
  });
  await page.keyboard.press('Tab');
  const isExit = await page.evaluate(() => document.activeElement?.hasAttribute('data-leave') ?? false);
  return isExit ? [] : ['Tab does not come to the way out first'];
}
