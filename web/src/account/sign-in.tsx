import type { FormEvent, KeyboardEvent, ReactElement, ReactNode, Ref, RefObject } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card, Fact, Facts } from '../ui/card.tsx';
import { Choice } from '../ui/choice.tsx';
import { Field, PasswordField, TextArea } from '../ui/field.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { IconTile } from '../ui/icon.tsx';
import { keyRound, lifeBuoy, lockKeyhole, mail } from '../ui/icons.ts';
import { Mark } from '../ui/mark.tsx';
import { OwnLine } from '../ui/own-line.tsx';
import { SeekerFrame } from '../ui/seeker-frame.tsx';
import styles from './sign-in.module.css';

export type SignInProps = {
  /** With the phrase, or with the recovery code when it is forgotten. */
  by: 'phrase' | 'code';
  onBy: (by: 'phrase' | 'code') => void;
  name?: Ref<HTMLInputElement>;
  secret?: RefObject<HTMLInputElement | HTMLTextAreaElement | null>;
  nameError?: string | undefined;
  secretError?: string | undefined;
  /** The tick by which this becomes their own device. */
  mine?: Ref<HTMLInputElement>;
  isBusy?: boolean;
  onSignIn: () => void;
  isReady?: boolean;
};

/** The way back for people who wrote before. */
export function SeekerSignIn({
  frame,
  banner,
  hasLeft,
  ...form
}: SignInProps & {
  frame: FrameData;
  banner?: ReactNode;
  /** They have just signed out: they aren't welcomed, they are told. */
  hasLeft?: boolean;
}): ReactElement {
  const t = useTexts('account');
  const lead = hasLeft ? t.signedOutLead : t.signInLead;
  return (
    <SeekerFrame frame={frame} banner={banner} hasFooter>
      <div className={styles.seeker}>
        <div>
          <h1>{hasLeft ? t.signedOutTitle : t.welcomeBack}</h1>
          <p className={styles.lead}>{form.by === 'phrase' ? lead : t.recoverLead}</p>
        </div>
        <Card>
          <SignInForm
            {...form}
            words={{
              name: t.name,
              nameHint: t.nameExample,
              phrase: t.phrase,
              phraseHint: t.phraseHint,
              forgot: t.forgotPhrase,
            }}
          />
        </Card>
        <p className={styles.forgets}>{t.browserForgets}</p>
        <p className={styles.never}>
          <span>{t.notYet}</span>
          <LinkButton kind="quiet" href="/">
            {t.startWriting}
          </LinkButton>
        </p>
      </div>
    </SeekerFrame>
  );
}

/** The staff's door: quiet on one side, the form on the other. */
export function StaffSignIn({
  organisation,
  notice,
  ...form
}: SignInProps & { organisation: string; notice?: ReactNode }): ReactElement {
  const t = useTexts('account');
  return (
    <div className={styles.staff}>
      <header className={styles.side}>
        <p className={styles.brand}>
          <Mark size={28} />
          <b>{organisation}</b>
        </p>
        <div className={styles.words}>
          <p className={styles.big}>{t.goodToSeeYou}</p>
          <Facts roomy>
            <Fact icon={lockKeyhole} tone="accent">
              {t.staffSealed}
            </Fact>
            <Fact icon={mail} tone="accent">
              {t.staffNeverAsk}
            </Fact>
            <Fact icon={lifeBuoy} tone="accent">
              {t.staffLocked}
            </Fact>
          </Facts>
        </div>
      </header>
      <main id="main" className={styles.door}>
        <IconTile path={keyRound} large />
        <div>
          <h1>{t.staffHello}</h1>
          <p className={styles.lead}>{t.staffLead({ organisation })}</p>
        </div>
        {notice}
        <SignInForm
          {...form}
          isStaff
          words={{
            name: t.staffName,
            nameHint: t.staffNameHint,
            phrase: t.staffPhrase,
            phraseHint: t.staffPhraseHint,
            forgot: t.staffForgot,
          }}
        />
      </main>
      <footer className={styles.own}>
        <OwnLine />
      </footer>
    </div>
  );
}

type Words = {
  name: string;
  nameHint?: string;
  phrase: string;
  phraseHint?: string;
  forgot: string;
};

/** Staff may have their browser remember the name; a seeker's field leaves no trace. */
function SignInForm({
  by,
  onBy,
  name,
  secret,
  nameError,
  secretError,
  mine,
  isBusy,
  onSignIn,
  isReady,
  isStaff,
  words,
}: SignInProps & { words: Words; isStaff?: boolean }): ReactElement {
  const t = useTexts('account');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSignIn();
  };
  const holdSecret = (field: HTMLInputElement | HTMLTextAreaElement | null): void => {
    if (secret) secret.current = field;
  };
  // The code fills two lines, and is still one answer.
  const signInByEnter = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onSignIn();
  };
  return (
    <form
      className={styles.form}
      method="dialog"
      onSubmit={submit}
      noValidate
      data-ready={isReady || undefined}
    >
      <Field
        label={words.name}
        hint={words.nameHint}
        name="name"
        ref={name}
        error={nameError}
        autoCapitalize="none"
        autoComplete={isStaff ? 'username' : 'off'}
        inputMode={isStaff ? 'email' : 'text'}
        dir="ltr"
      />
      {by === 'phrase' ? (
        <PasswordField
          label={words.phrase}
          hint={words.phraseHint}
          name="phrase"
          ref={holdSecret}
          error={secretError}
          autoComplete={isStaff ? 'current-password' : 'off'}
        />
      ) : (
        <TextArea
          label={t.code}
          hint={t.codeHint}
          name="code"
          ref={holdSecret}
          error={secretError}
          code
          rows={2}
          onKeyDown={signInByEnter}
          autoCapitalize="characters"
          spellCheck={false}
          dir="ltr"
        />
      )}
      <Choice
        type="checkbox"
        name="mine"
        ref={mine}
        label={t.myDevice}
        note={isStaff ? t.staffMyDeviceNote : t.myDeviceNote}
      />
      <Button type="submit" wide busy={isBusy}>
        {isBusy ? t.signingIn : by === 'phrase' ? t.signIn : t.useCode}
      </Button>
      <Button kind="quiet" wide onClick={() => onBy(by === 'phrase' ? 'code' : 'phrase')}>
        {by === 'phrase' ? words.forgot : t.withPhrase}
      </Button>
    </form>
  );
}
