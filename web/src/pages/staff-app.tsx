import { type ReactElement, useEffect, useLayoutEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { StaffSignIn } from '../account/sign-in.tsx';
import { Door } from '../counselling/invitation.tsx';
import { JoinPage } from '../counselling/join-page.tsx';
import { NewPhrasePage } from '../counselling/new-phrase-page.tsx';
import { ownZone } from '../counselling/say-when.ts';
import { SignedIn } from '../counselling/signed-in.tsx';
import { useSignIn } from '../counselling/use-sign-in.ts';
import { type Locale, languageOf } from '../text/locales.ts';
import { useTexts } from '../text/texts.tsx';
import { Banner } from '../ui/banner.tsx';
import { Bars } from '../ui/list.tsx';
import { useArrival } from '../ui/use-arrival.ts';
import { ask } from '../worker/ask.ts';
import { isMine, noteMine } from '../worker/my-device.ts';
import { invitationIn } from './staff-start.tsx';

type Person = { signInName: string; needsPhrase: boolean };

/** Everything staff see: the door, an invitation, and what is behind the door. Keys stay in this page's memory. */
export function StaffApp({
  organisation,
  locale,
  fragment,
}: {
  organisation: string;
  locale: Locale;
  fragment: string | null;
}): ReactElement {
  const [path, go] = useLocation();
  const [person, setPerson] = useState<Person | null>(null);
  const [wasHere, setWasHere] = useState(false);
  const [isResuming, setResuming] = useState(false);
  const clock = { language: languageOf[locale], timeZone: ownZone() };
  const invitation = invitationIn(path);
  // Synchronises with the device: who said that it is theirs needn't say again who they are.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for the whole visit
  useEffect(() => {
    if (invitation || !isMine('staff')) return;
    setResuming(true);
    ask('resume')
      .then((who) => {
        if (who) setPerson({ signInName: who.name, needsPhrase: false });
        else noteMine(null);
      })
      // No network, or a hard stop: signing in meets it again, and says so.
      .catch(() => undefined)
      .finally(() => setResuming(false));
  }, []);
  const onSignOut = (): void => {
    noteMine(null);
    setPerson(null);
    setWasHere(true);
    go('/b');
    // Forgotten here already; the server hears of it when it can.
    ask('signOut').catch(() => undefined);
  };
  if (!person && invitation)
    return (
      <JoinPage
        invitation={invitation}
        fragment={fragment}
        organisation={organisation}
        clock={clock}
        onJoined={(signInName) => {
          setPerson({ signInName, needsPhrase: false });
          go('/b', { replace: true });
        }}
      />
    );
  if (!person && isResuming) return <Resuming organisation={organisation} />;
  if (!person)
    return (
      <FrontDoor
        organisation={organisation}
        isBack={wasHere}
        onSignedIn={(signInName, by) => setPerson({ signInName, needsPhrase: by === 'code' })}
      />
    );
  if (person.needsPhrase)
    return (
      <NewPhrasePage
        organisation={organisation}
        signInName={person.signInName}
        onDone={() => setPerson({ ...person, needsPhrase: false })}
        onSignOut={onSignOut}
      />
    );
  return (
    <SignedIn
      organisation={organisation}
      clock={clock}
      path={invitation ? '/b' : path}
      go={go}
      signInName={person.signInName}
      onSignOut={onSignOut}
    />
  );
}

function Resuming({ organisation }: { organisation: string }): ReactElement {
  const t = useTexts('frame');
  return (
    <Door organisation={organisation}>
      <h1 className="away">{t.loading}</h1>
      <Bars rows={4} label={t.loading} />
    </Door>
  );
}

function FrontDoor({
  organisation,
  isBack,
  onSignedIn,
}: {
  organisation: string;
  isBack: boolean;
  onSignedIn: (signInName: string, by: 'phrase' | 'code') => void;
}): ReactElement {
  const t = useTexts('account');
  const [isReady, setReady] = useState(false);
  useArrival();
  // Synchronises with hydration, before the page is painted: it is wired from here on.
  useLayoutEffect(() => setReady(true), []);
  // Synchronises with the tab's title.
  useEffect(() => {
    document.title = organisation;
  }, [organisation]);
  const { isAgain, ...form } = useSignIn(onSignedIn);
  return (
    <StaffSignIn
      organisation={organisation}
      {...form}
      isReady={isReady}
      notice={
        isBack ? (
          <Banner kind="good" title={t.signedOut} />
        ) : (
          isAgain && (
            <Banner kind="waiting" title={t.loadedAgainTitle}>
              {t.loadedAgain}
            </Banner>
          )
        )
      }
    />
  );
}
