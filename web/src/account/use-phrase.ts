import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { ask } from '../worker/ask.ts';
import type { ChosenPhrase } from './choose-phrase.tsx';

/** Offers seven words; an own password is judged on this device. */
export function usePhrase(): ChosenPhrase {
  const t = useTexts('account');
  const [words, setWords] = useState<readonly string[] | null>(null);
  const [isOwn, setOwn] = useState(false);
  const [error, setError] = useState<string>();
  const password = useRef<HTMLInputElement>(null);
  const propose = (): void => {
    ask('proposePhrase').then(
      (phrase) => setWords(phrase.split(' ')),
      () => setOwn(true),
    );
  };
  // Synchronises with the worker: the words are drawn there, once.
  useEffect(propose, []);
  const flaws = {
    TOO_SHORT: t.passwordTooShort,
    TOO_LONG: t.passwordTooLong,
    COMMON: t.passwordCommon,
    NAME: t.passwordIsName,
    UNREADABLE: t.passwordUnreadable,
  };
  const read = async (name: string): Promise<string | null> => {
    if (!isOwn) return words?.join(' ') ?? null;
    const phrase = password.current?.value ?? '';
    const flaw = await ask('judgePhrase', { phrase, name });
    setError(flaw ? flaws[flaw] : undefined);
    if (!flaw) return phrase;
    password.current?.focus();
    return null;
  };
  const onOwn = (own: boolean): void => {
    setOwn(own);
    setError(undefined);
  };
  return { words, isOwn, password, error, onOwn, onOther: propose, read };
}
