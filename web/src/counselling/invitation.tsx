import type { FormEvent, ReactElement, Ref } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { CodeBlock } from '../ui/code.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Field, PasswordField } from '../ui/field.tsx';
import { clock, leaf, printer } from '../ui/icons.ts';
import { Mark } from '../ui/mark.tsx';
import styles from './centre.module.css';

export type InvitationProps = { organisation: string; centre: string; lead: string } & (
  | {
      step: 'register';
      name?: Ref<HTMLInputElement>;
      email?: Ref<HTMLInputElement>;
      password?: Ref<HTMLInputElement>;
      probe?: Ref<HTMLInputElement>;
      errors?: { name?: string; email?: string; password?: string; probe?: string };
      code: readonly string[];
      onPrint: () => void;
      isBusy?: boolean;
      onJoin: () => void;
    }
  | { step: 'waiting'; numbers: readonly string[] }
  | { step: 'gone' }
);

/** Someone invited makes their account; then they wait for the lead's check. */
export function Invitation(props: InvitationProps): ReactElement {
  const t = useTexts('counselling');
  return (
    <main id="main" className={styles.door}>
      <p className={styles.brand}>
        <Mark size={28} />
        <b>{props.organisation}</b>
      </p>
      {props.step === 'gone' && (
        <>
          <h1 className="away">{t.inviteGone}</h1>
          <EmptyState icon={clock} tone="honey" title={t.inviteGone}>
            <p>{t.inviteGoneNote}</p>
          </EmptyState>
        </>
      )}
      {props.step === 'waiting' && (
        <>
          <h1 className="away">{t.joinWaitTitle}</h1>
          <EmptyState icon={leaf} title={t.joinWaitTitle}>
            <p>{t.joinWait({ lead: props.lead })}</p>
            <p>{t.joinNumbers({ lead: props.lead })}</p>
            <CodeBlock groups={props.numbers} columns={3} />
          </EmptyState>
        </>
      )}
      {props.step === 'register' && <Register {...props} />}
    </main>
  );
}

function Register(props: InvitationProps & { step: 'register' }): ReactElement {
  const t = useTexts('counselling');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    props.onJoin();
  };
  return (
    <form className={styles.stack} onSubmit={submit} noValidate>
      <div>
        <h1>{t.joinTitle({ centre: props.centre })}</h1>
        <p className={styles.lead}>{t.joinLead({ lead: props.lead })}</p>
      </div>
      <Field label={t.joinName} ref={props.name} error={props.errors?.name} autoComplete="name" />
      <Field
        label={t.joinEmail}
        type="email"
        ref={props.email}
        error={props.errors?.email}
        autoComplete="username"
        dir="ltr"
      />
      <PasswordField
        label={t.joinPassword}
        hint={t.joinPasswordHint}
        ref={props.password}
        error={props.errors?.password}
        autoComplete="new-password"
      />
      <Card aria-labelledby="join-code">
        <div className={styles.stack}>
          <h2 id="join-code">{t.joinCode}</h2>
          <CodeBlock groups={props.code} />
          <p>{t.joinCodeNote}</p>
          <Button kind="second" icon={printer} onClick={props.onPrint} className={styles.start}>
            {t.paperPrint}
          </Button>
          <Field
            label={t.joinProbe}
            code
            narrow
            maxLength={4}
            ref={props.probe}
            error={props.errors?.probe}
            dir="ltr"
          />
        </div>
      </Card>
      <Button type="submit" busy={props.isBusy}>
        {props.isBusy ? t.joining : t.join}
      </Button>
    </form>
  );
}
