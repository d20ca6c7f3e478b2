import { type ComponentType, type LazyExoticComponent, lazy, type ReactElement, useContext } from 'react';
import type { Texts } from '../text/generated/texts.ts';
import { loadTexts } from '../text/load-texts.ts';
import { type Journey, TextsOfPage } from '../text/texts.tsx';
import { readStart } from './read-start.ts';

/** A page that comes when it is needed, with the texts it speaks from. */
export function later(
  journeys: readonly Journey[],
  load: () => Promise<ComponentType>,
): LazyExoticComponent<ComponentType> {
  return lazy(async () => {
    const [Page, texts] = await Promise.all([load(), loadTexts(readStart().locale, journeys)]);
    return { default: () => <WithTexts of={texts} page={Page} /> };
  });
}

function WithTexts({ of, page: Page }: { of: Partial<Texts>; page: ComponentType }): ReactElement {
  const texts = { ...useContext(TextsOfPage), ...of };
  return (
    <TextsOfPage value={texts}>
      <Page />
    </TextsOfPage>
  );
}
