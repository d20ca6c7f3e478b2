const key = 'to';

/** Null where the browser denies it; a wish then lives in the page alone. */
function storage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

/** What stands behind the `#` of a link to the sheet, for this tab until the text holds it or somebody leaves; null: nothing. */
export function keepWish(fragment: string | null): void {
  if (fragment) storage()?.setItem(key, fragment);
  else storage()?.removeItem(key);
}

export const keptWish = (): string => storage()?.getItem(key) ?? '';

/**
 * A browser writes down every address it comes to, and nothing a page does later takes the line out of its history
 * again: so the sheet is opened without the topic and the centre in its address, and finds them in the tab.
 */
export function carryWish(root: Document): void {
  root.addEventListener('click', (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a') : null;
    if (link?.pathname !== '/w' || link.hash === '' || !storage()) return;
    event.preventDefault();
    keepWish(link.hash);
    location.assign(link.pathname);
  });
}
