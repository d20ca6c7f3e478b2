import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { askSignedIn } from './gate.ts';
import { PaperSheet } from './paper-sheet.tsx';
import { ReplaceSheet } from './replace-sheet.tsx';
import styles from './room.module.css';
import { Room } from './room.tsx';
import { LEAD } from './say-bits.ts';
import type { MyCentre } from './staff-context.ts';
import { useCentre } from './use-centre.ts';
import { useSheet } from './use-sheet.ts';

/** A new sheet for a centre whose old one is lost or was seen. */
export function SheetPage({ centre }: { centre: MyCentre }): ReactElement {
  const t = useTexts('counselling');
  const read = useCentre(centre.centre);
  const sheet = useSheet(centre.centre);
  const { step, groups, problem } = sheet;
  const onCheck = (): void => {
    void sheet.check(() => askSignedIn('replacePaper', centre.centre)).then(read.reload);
  };
  return (
    <Room room="keys" title={t.sheetTitle} read={read}>
      {({ name, policy }) => {
        const common = { centre: name, policy };
        if (!(centre.bits & LEAD))
          return (
            <header>
              <h1>{t.sheetTitle}</h1>
              <p className={styles.lead}>{t.sheetByLead}</p>
            </header>
          );
        return (
          <>
            {step === 'meaning' && (
              <ReplaceSheet {...common} step={step} onNext={() => void sheet.toPaper()} problem={problem} />
            )}
            {step === 'paper' && (
              <ReplaceSheet
                {...common}
                step={step}
                code={groups}
                onPrint={() => print()}
                onPrinted={() => sheet.go('check')}
              />
            )}
            {step === 'check' && (
              <ReplaceSheet
                {...common}
                step={step}
                typed={sheet.typed}
                error={problem}
                isBusy={sheet.isBusy}
                onCheck={onCheck}
                onBack={() => sheet.go('paper')}
              />
            )}
            {step === 'done' && <ReplaceSheet {...common} step={step} />}
            {step === 'paper' && <PaperSheet centre={name} policy={policy} groups={groups} />}
          </>
        );
      }}
    </Room>
  );
}
