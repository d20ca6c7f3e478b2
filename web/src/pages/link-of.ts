/** A link into the app that was clicked. */
export type Followed = { to: string; hash: string; isBack: boolean; isHere: boolean };

/** The staff's pages are another app. */
const elsewhere = /^\/(b|i|api|assets)(\/|$)/;

/**
 * What a click follows, when it leads to a page that the app can show without losing its memory; null for all other
 * clicks. The way out is never ours to handle.
 */
export function linkOf(event: MouseEvent): Followed | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || link.target || link.download || link.dataset.leave !== undefined) return null;
  if (link.origin !== location.origin || elsewhere.test(link.pathname)) return null;
  return {
    to: link.pathname + link.hash,
    hash: link.hash,
    isBack: link.dataset.back !== undefined,
    isHere: link.pathname === location.pathname && link.hash !== '',
  };
}
