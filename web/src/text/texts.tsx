import { createContext, Fragment, type ReactElement, type ReactNode, useContext } from 'react';
import type { Texts } from './generated/texts.ts';

export type Journey = keyof Texts;

const Given = createContext<Partial<Texts>>({});

export const TextsOfPage = Given;

/** The messages of a journey in the person's locale. Throws when the page did not load that journey. */
export function useTexts<J extends Journey>(journey: J): Texts[J] {
  const texts = useContext(Given)[journey];
  if (!texts) throw new Error(`the texts of ${journey} are not loaded on this page`);
  return texts as Texts[J];
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

/** A message for every count from 0 up to `most`, as an attribute for a script that sends no texts of its own. */
export const counted = (most: number, say: (n: number) => string): string =>
  JSON.stringify(Array.from({ length: most + 1 }, (_, n) => say(n)));
