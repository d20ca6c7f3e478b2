import type { FormEvent, ReactElement, Ref } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card, Fact, Facts } from '../ui/card.tsx';
import { CodeBlock } from '../ui/code.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Field } from '../ui/field.tsx';
import {
  arrowLeft,
  arrowRight,
  circleCheck,
  inbox,
  lockKeyhole,
  printer,
  scrollText,
  triangleAlert,
} from '../ui/icons.ts';
import { Steps } from '../ui/steps.tsx';
import styles from './centre.module.css';
import { Problem } from './invitation.tsx';

export type FoundCentreProps = { centre: string } & (
  | { step: 'meaning'; onNext: () => void; isBusy?: boolean; problem?: string | undefined }
  | { step: 'paper'; code: readonly string[]; onPrint: () => void; onPrinted: () => void }
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
              <b>{t.inboxKey}</b> {t.inboxKeyNote}
            </Fact>
            <Fact icon={lockKeyhole} tone="accent">
              <b>{t.vaultKey}</b> {t.vaultKeyNote}
            </Fact>
            <Fact icon={scrollText} tone="accent">
              <b>{t.paper}</b> {t.paperNote}
            </Fact>
          </Facts>
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
    return (
      <Card className={styles.narrow} aria-labelledby="paper">
        <div className={styles.stack}>
          <h2 id="paper" tabIndex={-1}>
            {t.paperTitle}
          </h2>
          <p>{t.paperLead}</p>
          <div className={styles.sheet}>
            <p className={styles.sheetTitle}>{props.centre}</p>
            <CodeBlock groups={props.code} />
          </div>
          <Facts>
            <Fact icon={triangleAlert} tone="honey">
              {t.paperNeverDigital}
            </Fact>
          </Facts>
          <div className={styles.buttons}>
            <Button kind="second" icon={printer} onClick={props.onPrint}>
              {t.paperPrint}
            </Button>
            <Button iconAfter={arrowRight} onClick={props.onPrinted}>
              {t.paperPrinted}
            </Button>
          </div>
        </div>
      </Card>
    );
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

export type RetypeProps = {
  typed?: Ref<HTMLInputElement>;
  error?: string | undefined;
  isBusy?: boolean;
  onCheck: () => void;
};

/** The sheet typed back: only so is it known to be legible and at hand. */
export function Retype({
  typed,
  error,
  isBusy,
  onCheck,
  act,
  other,
}: RetypeProps & { act: string; other?: ReactElement }): ReactElement {
  const t = useTexts('counselling');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isBusy) onCheck();
  };
  return (
    <Card className={styles.narrow} aria-labelledby="retype">
      <form className={styles.stack} onSubmit={submit} noValidate>
        <h2 id="retype" tabIndex={-1}>
          {t.retypeTitle}
        </h2>
        <p>{t.retypeLead}</p>
        <Field
          label={t.retypeLabel}
          hint={t.retypeHint}
          name="paper"
          code
          dir="ltr"
          ref={typed}
          error={error}
          autoCapitalize="characters"
        />
        <div className={styles.buttons}>
          <Button type="submit" busy={isBusy ?? false}>
            {isBusy ? t.creating : act}
          </Button>
          {other}
        </div>
      </form>
    </Card>
  );
}
