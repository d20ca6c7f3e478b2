import type { FormEvent, ReactElement, ReactNode, Ref } from 'react';
import { ChoosePhrase, type ChosenPhrase } from '../account/choose-phrase.tsx';
import { useTexts } from '../text/texts.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { CodeBlock } from '../ui/code.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Field } from '../ui/field.tsx';
import { arrowLeft, clock, leaf, refreshCw, triangleAlert } from '../ui/icons.ts';
import { Bars } from '../ui/list.tsx';
import { Mark } from '../ui/mark.tsx';
import { OwnLine } from '../ui/own-line.tsx';
import { Steps } from '../ui/steps.tsx';
import door from './invitation.module.css';
import { Problem } from './problem.tsx';
import styles from './room.module.css';

export type InvitationKind = 'administrator' | 'lead' | 'colleague';
export type Invited = { kind: InvitationKind; organisation: string; centre: string | null; until: string };

/** The page behind an invitation link, without the staff's bar: nobody is in yet. */
export function Door({
  organisation,
  children,
}: {
  organisation: string;
  children: ReactNode;
}): ReactElement {
  return (
    <div className={door.door}>
      <header className={door.brand}>
        <Mark size={28} />
        <b>{organisation}</b>
      </header>
      <main id="main" className={door.doorMain} tabIndex={-1}>
        {children}
      </main>
      <footer>
        <OwnLine />
      </footer>
    </div>
  );
}

/** Before anything is known. */
export function DoorOpening({ organisation }: { organisation: string }): ReactElement {
  const t = useTexts('counselling');
  const frame = useTexts('frame');
  return (
    <Door organisation={organisation}>
      <h1>{t.inviteTitle}</h1>
      <Bars rows={3} label={frame.loading} />
    </Door>
  );
}

export type ShutReason = 'gone' | 'incomplete' | 'false-centre' | 'failed';

/** An invitation that leads nowhere says why, and what helps. */
export function DoorShut({
  organisation,
  why,
  words,
  onAgain,
}: {
  organisation: string;
  why: ShutReason;
  /** Why it failed, for `failed`. */
  words?: string;
  onAgain: () => void;
}): ReactElement {
  const t = useTexts('counselling');
  const frame = useTexts('frame');
  const said = {
    gone: [t.inviteGone, t.inviteGoneNote],
    incomplete: [t.inviteIncomplete, t.inviteIncompleteNote],
    'false-centre': [t.inviteFalse, t.inviteFalseNote],
    failed: [t.inviteFailed, words ?? ''],
  } as const;
  const [title, note] = said[why];
  const isFalse = why === 'false-centre';
  return (
    <Door organisation={organisation}>
      <h1 className="away">{t.inviteTitle}</h1>
      <EmptyState
        icon={isFalse ? triangleAlert : clock}
        tone={isFalse ? 'danger' : 'honey'}
        title={title}
        action={
          why === 'failed' ? (
            <Button icon={refreshCw} onClick={onAgain}>
              {frame.again}
            </Button>
          ) : (
            !isFalse && (
              <LinkButton kind="second" href="/b">
                {t.inviteToSignIn}
              </LinkButton>
            )
          )
        }
      >
        <p>{note}</p>
      </EmptyState>
    </Door>
  );
}

export type NamesFormProps = {
  invited: Invited;
  name: Ref<HTMLInputElement>;
  signInName: Ref<HTMLInputElement>;
  errors: { name?: string | undefined; signInName?: string | undefined; all?: string | undefined };
  phrase: ChosenPhrase;
  isBusy: boolean;
  onNext: () => void;
  onHaveAccount: () => void;
};

/** First step: who one is here, and by what one signs in. */
export function NamesForm({
  invited,
  name,
  signInName,
  errors,
  phrase,
  isBusy,
  onNext,
  onHaveAccount,
}: NamesFormProps): ReactElement {
  const t = useTexts('counselling');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onNext();
  };
  return (
    <Door organisation={invited.organisation}>
      <form className={styles.stack} onSubmit={submit} noValidate>
        <InvitedHead invited={invited} at={1} />
        <Field
          label={t.joinName}
          hint={t.joinNameHint}
          name="name"
          ref={name}
          error={errors.name}
          autoComplete="name"
          maxLength={80}
        />
        <Field
          label={t.joinSignInName}
          hint={t.joinSignInNameHint}
          name="sign-in-name"
          ref={signInName}
          error={errors.signInName}
          autoComplete="username"
          autoCapitalize="none"
          dir="ltr"
          maxLength={256}
        />
        <ChoosePhrase {...phrase} isStaff />
        {errors.all && <Problem>{errors.all}</Problem>}
        <div className={styles.buttons}>
          <Button type="submit" busy={isBusy}>
            {t.joinNext}
          </Button>
          <Button kind="quiet" onClick={onHaveAccount}>
            {t.joinHaveAccount}
          </Button>
        </div>
      </form>
    </Door>
  );
}

/** Second step: the recovery code on paper, before the account is made. */
export function CodeForm({
  invited,
  code,
  isBusy,
  error,
  onBack,
  onJoin,
}: {
  invited: Invited;
  code: ReactNode;
  isBusy: boolean;
  error: string | undefined;
  onBack: () => void;
  onJoin: () => void;
}): ReactElement {
  const t = useTexts('counselling');
  const frame = useTexts('frame');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isBusy) onJoin();
  };
  return (
    <Door organisation={invited.organisation}>
      <form className={styles.stack} onSubmit={submit} noValidate>
        <div className={styles.head}>
          <div>
            <h1 tabIndex={-1}>{t.joinCodeTitle}</h1>
            <p className={styles.lead}>{t.joinCodeLead}</p>
          </div>
          <Steps at={2} of={2} label={t.joinStep({ at: 2, of: 2 })} />
        </div>
        {code}
        {error && <Problem>{error}</Problem>}
        <div className={styles.buttons}>
          <Button type="submit" busy={isBusy}>
            {isBusy ? t.joining : t.join}
          </Button>
          <Button kind="quiet" icon={arrowLeft} onClick={onBack}>
            {frame.back}
          </Button>
        </div>
      </form>
    </Door>
  );
}

export function InvitedHead({ invited, at }: { invited: Invited; at?: 1 | 2 }): ReactElement {
  const t = useTexts('counselling');
  const { kind, organisation, centre, until } = invited;
  const lead = {
    administrator: t.joinAsAdministrator({ organisation }),
    lead: t.joinAsLead({ centre: centre ?? organisation }),
    colleague: t.joinAsColleague({ centre: centre ?? organisation }),
  }[kind];
  return (
    <div className={styles.head}>
      <div>
        <h1 tabIndex={-1}>{t.joinTitle({ centre: centre ?? organisation })}</h1>
        <p className={styles.lead}>{lead}</p>
        <p className={styles.quiet}>{t.linkEnds({ when: until })}</p>
      </div>
      {at && <Steps at={at} of={2} label={t.joinStep({ at, of: 2 })} />}
    </div>
  );
}

/** Registered, not let in yet: the numbers to read out when the lead calls. */
export function AwaitedCentre({
  centre,
  numbers,
}: {
  centre: string;
  /** Thirty digits with each lead; the one who calls has the same. */
  numbers: readonly string[];
}): ReactElement {
  const t = useTexts('counselling');
  return (
    <EmptyState icon={leaf} title={t.joinWaitTitle}>
      <p>{t.joinWait({ centre })}</p>
      <p>{t.joinNumbers({ n: numbers.length })}</p>
      <div className={door.numbers}>
        {numbers.map((digits, i) => (
          <div key={digits}>
            {numbers.length > 1 && <p className={styles.quiet}>{t.joinNumbersOf({ n: i + 1 })}</p>}
            <CodeBlock groups={digits.split(' ')} columns={3} />
          </div>
        ))}
      </div>
    </EmptyState>
  );
}
