import { load, type Texts } from './generated/texts.ts';
import type { Locale } from './locales.ts';
import type { Journey } from './texts.tsx';

/** Fetches the chunks of the journeys a page speaks from; await it before hydrating. */
export async function loadTexts(locale: Locale, journeys: readonly Journey[]): Promise<Partial<Texts>> {
  return Object.fromEntries(await Promise.all(journeys.map(async (j) => [j, await load[j][locale]()])));
}
