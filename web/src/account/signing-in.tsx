import { type ReactElement, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { sayClock } from '../text/say-time.ts';
import { useTexts } from '../text/texts.tsx';
import { Banner } from '../ui/banner.tsx';
import { OfflineBanner } from '../ui/offline-banner.tsx';
import { useArrival } from '../ui/use-arrival.ts';
import { ask, Failed, warmUp } from '../worker/ask.ts';
import { useSeeker } from './seeker.ts';
import { SeekerSignIn, type SignInProps } from './sign-in.tsx';

type Errors = { name?: string; secret?: string };

/** The way back: by name and phrase, or by the recovery code, after which a new phrase is chosen. */
export function SigningIn(): ReactElement {
  const { frame, name: before, enter, go, after, reason } = useSeeker();
  const t = useTexts('account');
  const [by, setBy] = useState<SignInProps['by']>('phrase');
  const [isBusy, setBusy] = useState(false);
  const [isReady, setReady] = useState(false);
  const [errors, setErrors] = useState<Errors>({});
  const [isStopped, setStopped] = useState(false);
  const name = useRef<HTMLInputElement>(null);
  const secret = useRef<HTMLInputElement | HTMLTextAreaElement>(null);
  const mine = useRef<HTMLInputElement>(null);
  useArrival();

  // Synchronises with hydration, before the page is painted: it is wired from here on.
  useLayoutEffect(() => setReady(true), []);
  // Fills in whose session has ended.
  useEffect(() => {
    if (name.current && before && !name.current.value) name.current.value = before;
  }, [before]);

  const fail = (found: Errors): void => {
    setErrors(found);
    (found.name ? name : secret).current?.focus();
  };
  const signIn = async (): Promise<void> => {
    const as = (name.current?.value ?? '').trim();
    const typed = secret.current?.value ?? '';
    if (isBusy) return;
    if (as === '' || typed === '')
      return fail({
        ...(as === '' && { name: t.missingName }),
        ...(typed === '' && { secret: by === 'phrase' ? t.missingPhrase : t.missingCode }),
      });
    setBusy(true);
    setErrors({});
    try {
      const isMine = mine.current?.checked ?? false;
      const { kind, isKept } = await (by === 'phrase'
        ? ask('signIn', { name: as, phrase: typed, isMine })
        : ask('signInWithCode', { name: as, code: typed, isMine }));
      if (kind !== 'seeker') {
        await ask('signOut');
        return fail({ name: t.notSeeker });
      }
      enter(as, isKept);
      if (by === 'code') go('/s', { replaces: true, step: 2 });
      else go(after, { replaces: true });
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      setStopped(error.code === 'STATE_MISSING');
      if (error.code !== 'STATE_MISSING') fail({ secret: sayFailure(error) });
    } finally {
      setBusy(false);
    }
  };
  const sayFailure = ({ code, body }: Failed): string => {
    if (code === 'LOGIN' || code === 'CODE' || code === 'FORMAT')
      return by === 'phrase' ? t.wrongPhrase : t.wrongCode;
    if (code === 'SLOW')
      return t.tooMany({ until: sayClock(new Date(Date.now() + 1000 * (body?.after ?? 60) + 60_000)) });
    return code === 'UNREACHABLE' ? t.signInUnreached : t.signInFailedSafe;
  };
  return (
    <div
      onInput={() => {
        warmUp();
        setErrors({});
      }}
    >
      <SeekerSignIn
        frame={frame}
        banner={isStopped ? <Stopped /> : <Reason reason={reason} />}
        hasLeft={reason === 'signed-out'}
        by={by}
        onBy={(next) => {
          setBy(next);
          setErrors({});
        }}
        name={name}
        secret={secret}
        mine={mine}
        nameError={errors.name}
        secretError={errors.secret}
        isBusy={isBusy}
        onSignIn={() => void signIn()}
        isReady={isReady}
      />
    </div>
  );
}

function Stopped(): ReactElement {
  const t = useTexts('account');
  return (
    <Banner kind="danger" title={t.stateMissingTitle}>
      {t.stateMissing}
    </Banner>
  );
}

/** Why one has to sign in, in words. */
function Reason({ reason }: Pick<ReturnType<typeof useSeeker>, 'reason'>): ReactElement {
  const t = useTexts('account');
  if (reason === 'locked')
    return (
      <Banner kind="waiting" title={`${t.lockedTitle}.`}>
        {t.lockedShort}
      </Banner>
    );
  if (reason === 'reloaded')
    return (
      <Banner kind="waiting" title={t.expiredTitle}>
        {t.reloaded}
      </Banner>
    );
  if (reason === 'expired')
    return (
      <Banner kind="waiting" title={t.expiredTitle}>
        {t.expired}
      </Banner>
    );
  return <OfflineBanner />;
}
