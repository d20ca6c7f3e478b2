import { type FormEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Field, PasswordField } from '../ui/field.tsx';
import { ask } from '../worker/ask.ts';
import { isMine, noteMine } from '../worker/my-device.ts';
import styles from './room.module.css';
import { saySignInFailure } from './use-sign-in.ts';

/**
 * Signing in inside another page: an invitation, or a page that has shut. With `as` the name is given and only the
 * phrase is asked.
 */
export function SignInHere({
  as,
  act,
  isFreshness = false,
  onSignedIn,
  other,
  onOther,
}: {
  as?: string;
  act: string;
  /** Signed in they are; only the phrase must have been proven lately. */
  isFreshness?: boolean;
  onSignedIn: (name: string) => void | Promise<void>;
  other: string;
  onOther: () => void;
}): ReactElement {
  const account = useTexts('account');
  const counselling = useTexts('counselling');
  const name = useRef<HTMLInputElement>(null);
  const phrase = useRef<HTMLInputElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [errors, setErrors] = useState<{ name?: string; phrase?: string }>({});
  // Synchronises with the document: with a given name the phrase is what comes next.
  useEffect(() => {
    if (as) phrase.current?.focus();
  }, [as]);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    const given = as ?? (name.current?.value ?? '').trim();
    const typed = phrase.current?.value ?? '';
    const wrong = {
      ...(given === '' && { name: account.missingSignInName }),
      ...(typed === '' && { phrase: account.missingPhrase }),
    };
    setErrors(wrong);
    if (wrong.name) return name.current?.focus();
    if (wrong.phrase) return phrase.current?.focus();
    setBusy(true);
    try {
      if (isFreshness) await ask('proveAgain', { name: given, phrase: typed });
      else {
        const { isKept } = await ask('signIn', { name: given, phrase: typed, isMine: isMine('staff') });
        noteMine(isKept ? 'staff' : null);
      }
      await onSignedIn(given);
    } catch (failure) {
      setErrors({ phrase: saySignInFailure(account, counselling, failure, 'phrase') });
      phrase.current?.focus();
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className={styles.stack} onSubmit={submit} noValidate>
      {as ? (
        // Password managers need the name beside the password.
        <input type="text" name="name" value={as} readOnly hidden autoComplete="username" />
      ) : (
        <Field
          label={account.staffName}
          name="name"
          ref={name}
          error={errors.name}
          autoComplete="username"
          autoCapitalize="none"
          dir="ltr"
        />
      )}
      <PasswordField
        label={account.staffPhrase}
        name="phrase"
        ref={phrase}
        error={errors.phrase}
        autoComplete="current-password"
      />
      <div className={styles.buttons}>
        <Button type="submit" busy={isBusy}>
          {isBusy ? account.signingIn : act}
        </Button>
        <Button kind="quiet" onClick={onOther}>
          {other}
        </Button>
      </div>
    </form>
  );
}
