import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { CodeBlock } from '../ui/code.tsx';
import { PrintSheet } from '../ui/print-sheet.tsx';
import { usePaperLead } from './replace-sheet.tsx';
import { sayDate } from './say-when.ts';
import { useSigned } from './staff-context.ts';

/** What the printer gets. */
export function PaperSheet({
  centre,
  policy,
  groups,
}: {
  centre: string;
  policy: number;
  groups: readonly string[];
}): ReactElement {
  const { clock } = useSigned();
  const t = useTexts('counselling');
  return (
    <PrintSheet title={t.paperSheetTitle({ centre })}>
      <CodeBlock groups={groups} />
      <p>{usePaperLead(policy)}</p>
      <p>{t.paperNeverDigital}</p>
      <p>{sayDate(Date.now(), clock)}</p>
    </PrintSheet>
  );
}
