import { createContext, Fragment, type ReactElement, type ReactNode, useContext } from 'react';
import { load, type Texts } from './generated/texts.ts';
import type { Locale } from './locales.ts';

export type Journey = keyof Texts;

const Given = createContext<Partial<Texts>>({});

export const TextProvider = Given.Provider;

/** The messages of a journey in the person's locale. Throws when the page did not load that journey. */
export function useTexts<J extends Journey>(journey: J): Texts[J] {
  const texts = useContext(Given)[journey];
  if (!texts) throw new Error(`the texts of ${journey} are not loaded on this page`);
  return texts as Texts[J];
}

/** Fetches the chunks of the journeys a page speaks from; await it before hydrating. */
export async function loadTexts(locale: Locale, journeys: readonly Journey[]): Promise<Partial<Texts>> {
  return Object.fromEntries(await Promise.all(journeys.map(async (j) => [j, await load[j][locale]()])));
}

/** Shows the pieces of a message with tags. */
export function Pieces({ of }: { of: ReactNode[] }): ReactElement {
  return (
    <>
      {of.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence never change places
        <Fragment key={index}>{piece}</Fragment>
      ))}
    </>
  );
}

/** What the tag `<b>` becomes. */
export const bold = (inner: string): ReactElement => <b>{inner}</b>;
