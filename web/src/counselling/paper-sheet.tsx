import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { CodeBlock } from '../ui/code.tsx';
import { PrintSheet } from '../ui/print-sheet.tsx';
import { usePaperLead } from './replace-sheet.tsx';
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
  const { organisation } = useSigned();
  const t = useTexts('counselling');
  return (
    <PrintSheet title={t.paperSheetTitle({ centre })} from={{ organisation, path: '/b/centre/check' }}>
      <CodeBlock groups={groups} />
      <p>{usePaperLead(policy)}</p>
      <p>{t.paperNeverDigital}</p>
    </PrintSheet>
  );
}
