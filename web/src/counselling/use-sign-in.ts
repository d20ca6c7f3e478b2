import { type RefObject, useEffect, useRef, useState } from 'react';
import type { SignInProps } from '../account/sign-in.tsx';
import type { Texts } from '../text/generated/texts.ts';
import { useTexts } from '../text/texts.tsx';
import { ask, Failed } from '../worker/ask.ts';
import { noteMine } from '../worker/my-device.ts';
import { codeOfFailure, sayCode } from './say-code.ts';

type By = SignInProps['by'];

/** Why a sign-in failed: what didn't fit, how long to wait, or what else stood in the way. */
export function saySignInFailure(
  account: Texts['account'],
  counselling: Texts['counselling'],
  failure: unknown,
  by: By,
): string {
  const code = codeOfFailure(failure);
  if (code === 'LOGIN') return by === 'phrase' ? account.wrongPhrase : account.wrongCode;
  if (code === 'CODE') return account.wrongCode;
  const after = failure instanceof Failed ? failure.body?.after : undefined;
  if (code === 'SLOW' && after) return counselling.failSlowFor({ minutes: Math.ceil(after / 60) });
  return sayCode(counselling, code);
}

const wasLoadedAgain = (): boolean => {
  const [entry] = performance.getEntriesByType('navigation');
  return entry instanceof PerformanceNavigationTiming && entry.type !== 'navigate';
};

/** The state of the staff's sign-in form. `isAgain`: the page was loaded again, and this tab knew who had signed in. */
export function useSignIn(onSignedIn: (name: string, by: By) => void): SignInProps & { isAgain: boolean } {
  const account = useTexts('account');
  const counselling = useTexts('counselling');
  const name = useRef<HTMLInputElement>(null);
  const secret = useRef<HTMLInputElement>(null);
  const mine = useRef<HTMLInputElement>(null);
  const [by, setBy] = useState<By>('phrase');
  const [isBusy, setBusy] = useState(false);
  const [errors, setErrors] = useState<{ name?: string; secret?: string }>({});
  const [isAgain, setAgain] = useState(false);
  // Synchronises with the worker, which reads what the tab keeps; a page opened for the first time has no use for it.
  useEffect(() => {
    if (!wasLoadedAgain()) return;
    ask('knownName').then(
      (known) => {
        if (known === null || !name.current) return;
        setAgain(true);
        if (name.current.value !== '') return;
        name.current.value = known;
        if ([document.body, name.current].includes(document.activeElement as HTMLInputElement))
          secret.current?.focus();
      },
      () => undefined,
    );
  }, []);
  const fail = (at: 'name' | 'secret', words: string, field: RefObject<HTMLInputElement | null>): void => {
    setErrors({ [at]: words });
    field.current?.focus();
  };
  const onSignIn = async (): Promise<void> => {
    if (isBusy) return;
    const typed = (name.current?.value ?? '').trim();
    const kept = secret.current?.value ?? '';
    if (typed === '') return fail('name', account.missingSignInName, name);
    if (kept === '')
      return fail('secret', by === 'phrase' ? account.missingPhrase : account.missingCode, secret);
    setErrors({});
    setBusy(true);
    try {
      const isMine = mine.current?.checked ?? false;
      const { kind, isKept } = await (by === 'phrase'
        ? ask('signIn', { name: typed, phrase: kept, isMine })
        : ask('signInWithCode', { name: typed, code: kept, isMine }));
      if (kind !== 'staff') {
        await ask('signOut');
        return fail('name', counselling.failNotStaff, name);
      }
      noteMine(isKept ? 'staff' : null);
      onSignedIn(typed, by);
    } catch (failure) {
      fail('secret', saySignInFailure(account, counselling, failure, by), secret);
    } finally {
      setBusy(false);
    }
  };
  const onBy = (next: By): void => {
    setBy(next);
    setErrors({});
  };
  return {
    by,
    onBy,
    name,
    secret,
    mine,
    nameError: errors.name,
    secretError: errors.secret,
    isBusy,
    onSignIn,
    isAgain,
  };
}
