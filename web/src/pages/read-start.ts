import type { Locale } from '../text/locales.ts';
import type { PageTopic } from './page-data.ts';

/** What the server told the page; topics only where an app for seekers begins. */
export type Start = {
  organisation: string;
  /** Where the source of what runs here lies. */
  source: string | null;
  locale: Locale;
  topics: readonly PageTopic[];
  /** Addresses of what the next page needs. */
  ahead: readonly string[];
};

/** Where the page mounts and what the server told it. Throws when the document is not one of ours. */
export function readStart(): Start & { root: HTMLElement } {
  const root = document.getElementById('root');
  const data = document.getElementById('page-data')?.textContent;
  if (!root || !data) throw new Error('the document has no root or no data');
  return { root, ...JSON.parse(data) };
}
