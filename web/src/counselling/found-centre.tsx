import type { FormEvent, ReactElement, Ref } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card, Fact, Facts } from '../ui/card.tsx';
import { CodeBlock } from '../ui/code.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Field } from '../ui/field.tsx';
import { arrowRight, circleCheck, inbox, lockKeyhole, printer, triangleAlert } from '../ui/icons.ts';
import { Steps } from '../ui/steps.tsx';
import styles from './centre.module.css';
import { CentreShell, type StaffData } from './staff-shell.tsx';

export type FoundCentreProps = {
  staff: StaffData;
  onSignOut: () => void;
} & (
  | { step: 'create'; isBusy?: boolean; onCreate: () => void }
  | { step: 'paper'; code: readonly string[]; onPrint: () => void; onPrinted: () => void }
  | {
      step: 'check';
      typed?: Ref<HTMLInputElement>;
      place?: Ref<HTMLInputElement>;
      error?: string | undefined;
      isBusy?: boolean;
      onCheck: () => void;
    }
  | { step: 'done' }
);

/** A lead founds the centre: keys made here, the paper code printed, put away and typed back once. */
export function FoundCentre(props: FoundCentreProps): ReactElement {
  const t = useTexts('counselling');
  const at = { create: 1, paper: 2, check: 3, done: 3 }[props.step];
  const titles = {
    create: t.foundStepCreate,
    paper: t.foundStepPaper,
    check: t.foundStepCheck,
    done: t.foundedTitle,
  };
  return (
    <CentreShell room="overview" staff={props.staff} onSignOut={props.onSignOut}>
      <header className={styles.head}>
        <div>
          <h1>{t.foundTitle}</h1>
          <p className={styles.lead}>{t.foundLead({ centre: props.staff.centre })}</p>
        </div>
        <Steps at={at} of={3} label={`${at} / 3: ${titles[props.step]}`} />
      </header>
      <Step {...props} />
    </CentreShell>
  );
}

function Step(props: FoundCentreProps): ReactElement {
  const t = useTexts('counselling');
  if (props.step === 'create') {
    return (
      <Card className={styles.narrow} aria-label={t.foundStepCreate}>
        <div className={styles.stack}>
          <Facts roomy>
            <Fact icon={inbox} tone="accent">
              <b>{t.inboxKey}</b> {t.inboxKeyNote}
            </Fact>
            <Fact icon={lockKeyhole} tone="accent">
              <b>{t.vaultKey}</b> {t.vaultKeyNote}
            </Fact>
          </Facts>
          <Button busy={props.isBusy} onClick={props.onCreate} className={styles.start}>
            {props.isBusy ? t.creating : t.createKeys}
          </Button>
        </div>
      </Card>
    );
  }
  if (props.step === 'paper') {
    return (
      <Card className={styles.narrow} aria-labelledby="paper">
        <div className={styles.stack}>
          <h2 id="paper">{t.paperTitle}</h2>
          <p>{t.paperLead}</p>
          <div className={styles.sheet}>
            <p className={styles.sheetTitle}>{props.staff.centre}</p>
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
    const submit = (event: FormEvent): void => {
      event.preventDefault();
      props.onCheck();
    };
    return (
      <Card className={styles.narrow} aria-labelledby="retype">
        <form className={styles.stack} onSubmit={submit} noValidate>
          <h2 id="retype">{t.retypeTitle}</h2>
          <p>{t.retypeLead}</p>
          <Field
            label={t.retypeLabel}
            code
            dir="ltr"
            ref={props.typed}
            error={props.error}
            autoCapitalize="characters"
            placeholder="XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX"
          />
          <Field label={t.paperWhere} hint={t.paperWhereHint} ref={props.place} />
          <Button type="submit" busy={props.isBusy} className={styles.start}>
            {t.retypeCheck}
          </Button>
        </form>
      </Card>
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
