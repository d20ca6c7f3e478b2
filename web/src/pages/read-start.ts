import type { Locale } from '../text/locales.ts';

/** Where the page mounts and what the server told it. Throws when the document is not one of ours. */
export function readStart(): { root: HTMLElement; organisation: string; locale: Locale } {
  const root = document.getElementById('root');
  const data = document.getElementById('page-data')?.textContent;
  if (!root || !data) throw new Error('the document has no root or no data');
  return { root, ...JSON.parse(data) };
}
