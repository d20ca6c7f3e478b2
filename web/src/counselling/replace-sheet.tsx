import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card, Fact, Facts } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import {
  arrowLeft,
  arrowRight,
  circleCheck,
  eye,
  lockKeyhole,
  scrollText,
  triangleAlert,
} from '../ui/icons.ts';
import { Steps } from '../ui/steps.tsx';
import { PrintPaper } from './print-paper.tsx';
import { Problem } from './problem.tsx';
import { Retype, type RetypeProps } from './retype.tsx';
import styles from './room.module.css';
import { POLICY } from './vault-policy.ts';

export type ReplaceSheetProps = { centre: string; policy: number } & (
  | { step: 'meaning'; onNext: () => void; problem?: string | undefined }
  | { step: 'paper'; code: readonly string[]; onPrint: () => void; onPrinted: () => void }
  | ({ step: 'check'; onBack: () => void } & RetypeProps)
  | { step: 'done' }
);

/** What the sheet of a centre is for, by its vault policy. */
export const usePaperLead = (policy: number): string => {
  const t = useTexts('counselling');
  return policy === POLICY.off ? t.paperLeadOff : t.paperLead;
};

/** A lead makes a new sheet: what that means, printed, typed back once; then the old one is void. */
export function ReplaceSheet(props: ReplaceSheetProps): ReactElement {
  const t = useTexts('counselling');
  const at = { meaning: 1, paper: 2, check: 3, done: 3 }[props.step];
  return (
    <>
      <header className={styles.head}>
        <div>
          <h1 tabIndex={-1}>{t.sheetTitle}</h1>
          <p className={styles.lead}>{t.sheetLead}</p>
        </div>
        <Steps at={at} of={3} label={t.sheetSteps({ at, of: 3 })} />
      </header>
      <Step {...props} />
    </>
  );
}

function Step(props: ReplaceSheetProps): ReactElement {
  const t = useTexts('counselling');
  const lead = usePaperLead(props.policy);
  if (props.step === 'paper') {
    const { step, policy, ...paper } = props;
    return <PrintPaper {...paper} lead={lead} />;
  }
  if (props.step === 'check') {
    const { onBack, ...retype } = props;
    return (
      <Retype
        {...retype}
        act={t.sheetAct}
        other={
          <Button kind="quiet" icon={arrowLeft} onClick={onBack}>
            {t.retypeBack}
          </Button>
        }
      />
    );
  }
  if (props.step === 'done')
    return (
      <Card className={styles.narrow} aria-label={t.sheetDone}>
        <EmptyState
          icon={circleCheck}
          title={t.sheetDone}
          action={
            <LinkButton kind="second" href="/b/centre/keys">
              {t.sheetBack}
            </LinkButton>
          }
        >
          <p>{t.sheetDoneNote}</p>
        </EmptyState>
      </Card>
    );
  return (
    <Card className={styles.narrow} aria-labelledby="meaning">
      <div className={styles.stack}>
        <h2 id="meaning">{t.sheetMeaning}</h2>
        <Facts roomy>
          <Fact icon={scrollText} tone="accent">
            {t.sheetOld}
          </Fact>
          {props.policy !== POLICY.off && (
            <Fact icon={lockKeyhole} tone="accent">
              {props.policy === POLICY.paperOnly ? t.sheetVaultPaper : t.sheetVault}
            </Fact>
          )}
          {props.policy === POLICY.paperOnly && (
            <Fact icon={triangleAlert} tone="honey">
              {t.sheetPaperOnly}
            </Fact>
          )}
          <Fact icon={eye} tone="accent">
            {t.sheetShown}
          </Fact>
        </Facts>
        {props.problem && <Problem>{props.problem}</Problem>}
        <Button iconAfter={arrowRight} onClick={props.onNext} className={styles.start}>
          {t.foundToPaper}
        </Button>
      </div>
    </Card>
  );
}
