import type { ReactElement, ReactNode } from 'react';
import { everyText } from '../src/text/generated/every-text.ts';
import { TextsOfPage } from '../src/text/texts.tsx';
import { SourceOfPage } from '../src/ui/own-line.tsx';

/** What a page gets from the server. */
export function AsServed({ children }: { children: ReactNode }): ReactElement {
  return (
    <SourceOfPage value="https://code.example/beistand">
      <TextsOfPage value={everyText.de}>{children}</TextsOfPage>
    </SourceOfPage>
  );
}
