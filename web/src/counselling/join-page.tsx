import { type ReactElement, useEffect, useRef, useState } from 'react';
import { KeepCode } from '../account/keep-code.tsx';
import { usePhrase } from '../account/use-phrase.ts';
import { useProbe } from '../account/use-probe.ts';
import { useTexts } from '../text/texts.tsx';
import { ask, Failed, warmUp } from '../worker/ask.ts';
import {
  CodeForm,
  Door,
  DoorOpening,
  DoorShut,
  type Invited,
  InvitedHead,
  NamesForm,
  type ShutReason,
} from './invitation.tsx';
import { Problem } from './problem.tsx';
import { codeOfFailure, sayCode } from './say-code.ts';
import { type Clock, sayDay } from './say-when.ts';
import { SignInHere } from './sign-in-here.tsx';

type Read =
  | { state: 'reading' }
  | { state: 'shut'; why: ShutReason; code: string }
  | { state: 'open'; invited: Invited; signedInAs: string | null };

const reasons: Record<string, ShutReason> = {
  NOT_FOUND: 'gone',
  CODE: 'incomplete',
  FALSE_CENTRE: 'false-centre',
};

/** Who this browser's cookie belongs to, for whoever shares it; null for nobody on the staff. */
async function staffHere(): Promise<string | null> {
  try {
    const me = await ask('me');
    return me.kind === 'staff' ? me.name : null;
  } catch (error) {
    if (error instanceof Failed && error.code === 'SESSION') return null;
    throw error;
  }
}

/**
 * Follows an invitation: a new account, or one that is already there. `fragment` is what stood behind `#`; it was taken
 * out of the address bar before anything else.
 */
export function JoinPage({
  invitation,
  fragment,
  organisation,
  clock,
  onJoined,
}: {
  invitation: string;
  fragment: string | null;
  organisation: string;
  clock: Clock;
  /** Signed in now, under this name. */
  onJoined: (signInName: string) => void;
}): ReactElement {
  const t = useTexts('counselling');
  const [read, setRead] = useState<Read>({ state: 'reading' });
  const [tries, setTries] = useState(0);
  const [isNew, setNew] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `tries` asks once more; `clock` only words what was read
  useEffect(() => {
    let isCurrent = true;
    warmUp();
    const reading = async (): Promise<Read> => {
      try {
        const {
          kind,
          organisation: by,
          centre,
          until,
        } = await ask('readInvitation', { invitation, fragment });
        const invited = { kind, organisation: by, centre: centre?.name ?? null, until: sayDay(until, clock) };
        return { state: 'open', invited, signedInAs: await staffHere() };
      } catch (error) {
        const code = codeOfFailure(error);
        return { state: 'shut', why: reasons[code] ?? 'failed', code };
      }
    };
    reading().then((next) => isCurrent && setRead(next));
    return () => {
      isCurrent = false;
    };
  }, [invitation, fragment, tries]);
  const again = (): void => {
    setRead({ state: 'reading' });
    setTries(tries + 1);
  };
  if (read.state === 'reading') return <DoorOpening organisation={organisation} />;
  if (read.state === 'shut')
    return (
      <DoorShut organisation={organisation} why={read.why} words={sayCode(t, read.code)} onAgain={again} />
    );
  const { invited, signedInAs } = read;
  const given = { invitation, fragment };
  if (signedInAs && !isNew)
    return <WithAccount {...{ invited, given, signedInAs, onJoined }} onNew={() => setNew(true)} />;
  return <Register {...{ invited, given, onJoined }} />;
}

type Following = {
  invited: Invited;
  given: { invitation: string; fragment: string | null };
  onJoined: (signInName: string) => void;
};

/** Someone who has an account already: signing in is enough. */
function WithAccount({
  invited,
  given,
  signedInAs,
  onJoined,
  onNew,
}: Following & { signedInAs: string | null; onNew: () => void }): ReactElement {
  const t = useTexts('counselling');
  const [error, setError] = useState<string>();
  const join = async (signInName: string): Promise<void> => {
    try {
      await ask('redeemAsMyself', given);
      onJoined(signInName);
    } catch (failure) {
      setError(sayCode(t, codeOfFailure(failure)));
    }
  };
  const startNew = async (): Promise<void> => {
    try {
      await ask('endSession');
      onNew();
    } catch (failure) {
      setError(sayCode(t, codeOfFailure(failure)));
    }
  };
  return (
    <Door organisation={invited.organisation}>
      <InvitedHead invited={invited} />
      <p>{signedInAs ? t.joinSignedInAs({ name: signedInAs }) : t.joinSignIn}</p>
      {error && <Problem>{error}</Problem>}
      <SignInHere act={t.joinWithAccount} onSignedIn={join} other={t.joinNewAccount} onOther={startNew} />
    </Door>
  );
}

function Register({ invited, given, onJoined }: Following): ReactElement {
  const t = useTexts('counselling');
  const name = useRef<HTMLInputElement>(null);
  const signInName = useRef<HTMLInputElement>(null);
  const typed = useRef({ name: '', signInName: '' });
  const phrase = usePhrase();
  const [step, setStep] = useState<'names' | 'code' | 'account'>('names');
  const [writtenCode, setWrittenCode] = useState('');
  const begun = useRef('');
  const [isBusy, setBusy] = useState(false);
  const [errors, setErrors] = useState<{ name?: string; signInName?: string; all?: string }>({});
  const probe = useProbe(writtenCode);
  // Synchronises with the document: each step begins at its heading for whoever can't see that the page changed.
  useEffect(() => {
    if (step === 'code') document.querySelector<HTMLElement>('h1')?.focus();
    if (step === 'names' && name.current) {
      name.current.value = typed.current.name;
      if (signInName.current) signInName.current.value = typed.current.signInName;
    }
  }, [step]);

  const onNext = async (): Promise<void> => {
    const shown = (name.current?.value ?? '').trim();
    const handle = (signInName.current?.value ?? '').trim();
    typed.current = { name: shown, signInName: handle };
    const wrong = {
      ...(shown.length < 2 && { name: t.joinNameMissing }),
      ...(handle.length < 2 && { signInName: t.joinSignInNameMissing }),
    };
    setErrors(wrong);
    if (wrong.name) return name.current?.focus();
    if (wrong.signInName) return signInName.current?.focus();
    setBusy(true);
    try {
      const chosen = await phrase.read(handle);
      if (!chosen) return;
      // The same person with the same phrase keeps the code that may already be on paper.
      const same = JSON.stringify([shown, chosen]);
      if (begun.current === same) await ask('renameJoining', handle);
      else {
        const answer = await ask('beginJoining', {
          ...given,
          name: shown,
          signInName: handle,
          phrase: chosen,
        });
        setWrittenCode(answer.writtenCode);
        begun.current = same;
      }
      setStep('code');
    } catch (failure) {
      setErrors({ all: sayCode(t, codeOfFailure(failure)) });
    } finally {
      setBusy(false);
    }
  };
  const onJoin = async (): Promise<void> => {
    if (!probe.isRight()) return;
    setBusy(true);
    try {
      await ask('finishJoining');
      onJoined(typed.current.signInName);
    } catch (failure) {
      setBusy(false);
      const code = codeOfFailure(failure);
      if (code === 'HANDLE_TAKEN') {
        setErrors({ signInName: t.failHandleTaken });
        setStep('names');
      } else setErrors({ all: sayCode(t, code) });
    }
  };
  if (step === 'account')
    return <WithAccount {...{ invited, given, onJoined }} signedInAs={null} onNew={() => setStep('names')} />;
  if (step === 'names')
    return (
      <NamesForm
        {...{ invited, name, signInName, errors, phrase, isBusy, onNext }}
        onHaveAccount={() => setStep('account')}
      />
    );
  return (
    <CodeForm
      invited={invited}
      isBusy={isBusy}
      error={errors.all}
      onBack={() => setStep('names')}
      onJoin={onJoin}
      code={
        <KeepCode
          writtenCode={writtenCode}
          organisation={invited.organisation}
          name={typed.current.signInName}
          probe={probe.probe}
          error={probe.error}
        />
      }
    />
  );
}
