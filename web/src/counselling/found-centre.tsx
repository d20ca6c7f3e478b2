import type { VaultPolicy } from '@beistand/wire';
import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card, Fact, Facts } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { arrowLeft, arrowRight, circleCheck, inbox, lockKeyhole, scrollText } from '../ui/icons.ts';
import { Steps } from '../ui/steps.tsx';
import { PrintPaper } from './print-paper.tsx';
import { Problem } from './problem.tsx';
import { Retype, type RetypeProps } from './retype.tsx';
import styles from './room.module.css';
import { VaultChoice } from './vault-choice.tsx';
import { POLICY } from './vault-policy.ts';

export type FoundCentreProps = { centre: string } & (
  | {
      step: 'meaning';
      policy: VaultPolicy;
      onPolicy: (policy: VaultPolicy) => void;
      onNext: () => void;
      isBusy?: boolean;
      problem?: string | undefined;
    }
  | { step: 'paper'; lead: string; code: readonly string[]; onPrint: () => void; onPrinted: () => void }
  | ({ step: 'check'; onBack: () => void } & RetypeProps)
  | { step: 'done' }
);

/** A lead founds the centre: what that means, the paper code printed, put away and typed back once, then the keys. */
export function FoundCentre(props: FoundCentreProps): ReactElement {
  const t = useTexts('counselling');
  const at = { meaning: 1, paper: 2, check: 3, done: 3 }[props.step];
  const titles = {
    meaning: t.foundStepMeaning,
    paper: t.foundStepPaper,
    check: t.foundStepCheck,
    done: t.foundedTitle,
  };
  return (
    <>
      <header className={styles.head}>
        <div>
          <h1 tabIndex={-1}>{t.foundTitle}</h1>
          <p className={styles.lead}>{t.foundLead({ centre: props.centre })}</p>
        </div>
        <Steps at={at} of={3} label={`${at} / 3: ${titles[props.step]}`} />
      </header>
      <Step {...props} />
    </>
  );
}

function Step(props: FoundCentreProps): ReactElement {
  const t = useTexts('counselling');
  if (props.step === 'meaning') {
    return (
      <Card className={styles.narrow} aria-labelledby="meaning">
        <div className={styles.stack}>
          <h2 id="meaning">{t.foundStepMeaning}</h2>
          <Facts roomy>
            <Fact icon={inbox} tone="accent">
              <b>{t.inboxKey}:</b> {t.inboxKeyNote}
            </Fact>
            {props.policy !== POLICY.off && (
              <Fact icon={lockKeyhole} tone="accent">
                <b>{t.vaultKey}:</b> {t.vaultKeyNote}
              </Fact>
            )}
            <Fact icon={scrollText} tone="accent">
              <b>{t.paper}:</b> {t.paperNote}
            </Fact>
          </Facts>
          <VaultChoice policy={props.policy} onPolicy={props.onPolicy} />
          <p>{t.policyStays}</p>
          <p>{t.foundOnce}</p>
          {props.problem && <Problem>{props.problem}</Problem>}
          <Button
            busy={props.isBusy ?? false}
            iconAfter={arrowRight}
            onClick={props.onNext}
            className={styles.start}
          >
            {t.foundToPaper}
          </Button>
        </div>
      </Card>
    );
  }
  if (props.step === 'paper') {
    const { step, ...paper } = props;
    return <PrintPaper {...paper} />;
  }
  if (props.step === 'check') {
    const { onBack, ...retype } = props;
    return (
      <Retype
        {...retype}
        act={t.retypeCheck}
        other={
          <Button kind="quiet" icon={arrowLeft} onClick={onBack}>
            {t.retypeBack}
          </Button>
        }
      />
    );
  }
  return (
    <Card className={styles.narrow} aria-label={t.foundedTitle}>
      <EmptyState
        icon={circleCheck}
        title={t.foundedTitle}
        action={<LinkButton href="/b/centre/people">{t.toPeople}</LinkButton>}
      >
        <p>{t.foundedNote}</p>
      </EmptyState>
    </Card>
  );
}
