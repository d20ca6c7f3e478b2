import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Card, Fact, Facts } from '../ui/card.tsx';
import { CodeBlock } from '../ui/code.tsx';
import { arrowRight, printer, triangleAlert } from '../ui/icons.ts';
import found from './print-paper.module.css';
import styles from './room.module.css';

/** A new sheet's code, to be printed before it counts. `lead` says what the sheet is for. */
export function PrintPaper({
  centre,
  lead,
  code,
  onPrint,
  onPrinted,
}: {
  centre: string;
  lead: string;
  code: readonly string[];
  onPrint: () => void;
  onPrinted: () => void;
}): ReactElement {
  const t = useTexts('counselling');
  return (
    <Card className={styles.narrow} aria-labelledby="paper">
      <div className={styles.stack}>
        <h2 id="paper" tabIndex={-1}>
          {t.paperTitle}
        </h2>
        <p>{lead}</p>
        <div className={found.sheet}>
          <p className={found.sheetTitle}>{centre}</p>
          <CodeBlock groups={code} />
        </div>
        <Facts>
          <Fact icon={triangleAlert} tone="honey">
            {t.paperNeverDigital}
          </Fact>
        </Facts>
        <div className={styles.buttons}>
          <Button kind="second" icon={printer} onClick={onPrint}>
            {t.paperPrint}
          </Button>
          <Button iconAfter={arrowRight} onClick={onPrinted}>
            {t.paperPrinted}
          </Button>
        </div>
      </div>
    </Card>
  );
}
