import { limits } from '@beistand/contract';
import { type ReactElement, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { refreshCw, triangleAlert } from '../ui/icons.ts';
import { Bars } from '../ui/list.tsx';
import { useArrival } from '../ui/use-arrival.ts';
import { useIdle } from '../ui/use-idle.ts';
import { ask, listen } from '../worker/ask.ts';
import { askSignedIn, type GateState, openAgain, shut, useGate } from './gate.ts';
import { Door } from './invitation.tsx';
import { Routes } from './routes.tsx';
import { sayCentre } from './say-centre.ts';
import { codeOfFailure, sayCode } from './say-code.ts';
import type { Clock } from './say-when.ts';
import { SignInHere } from './sign-in-here.tsx';
import { type Me, type Signed, SignedOfPage } from './staff-context.ts';
import { useLine } from './use-line.ts';

const idleLimit = limits.sessions.staff.idle * 1000;
const idleWarning = 5 * 60_000;

type Props = {
  organisation: string;
  clock: Clock;
  path: string;
  go: Signed['go'];
  signInName: string;
  onSignOut: () => void;
};

/** The pages behind the door, and the door that falls shut in front of them after a pause. */
export function SignedIn({ organisation, clock, path, go, signInName, onSignOut }: Props): ReactElement {
  const t = useTexts('counselling');
  const [me, setMe] = useState<Me | null>(null);
  const [code, setCode] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  const isConnected = useLine();
  const gate = useGate();
  const isSoonIdle = useIdle(idleLimit, idleWarning, () => {
    void ask('lock');
    void shut('idle');
  });
  const reload = useCallback(async () => {
    try {
      setMe(await askSignedIn('me'));
      setCode(undefined);
    } catch (failure) {
      setCode(codeOfFailure(failure));
    }
  }, []);
  // Synchronises with the server: who I am there, and again when a centre's log has moved.
  useEffect(() => {
    void reload();
    return listen((event) => {
      if (event.t === 'notice' && ['log', 'resync', 'gone'].includes(event.notice.t)) void reload();
      if (event.t === 'stopped' && event.code === 'SESSION') void shut('ended');
    });
  }, [reload]);
  useLinks(go);
  if (!me)
    return (
      <Door organisation={organisation}>
        <h1 className="away">{t.conversations}</h1>
        {code ? (
          <EmptyState
            icon={triangleAlert}
            tone="honey"
            title={t.notLoaded}
            action={
              <Button icon={refreshCw} onClick={() => void reload()}>
                {t.tryAgain}
              </Button>
            }
          >
            <p>{sayCode(t, code)}</p>
          </EmptyState>
        ) : (
          <Bars rows={4} label={t.loading} />
        )}
        {gate !== 'open' && <Gate {...{ signInName, gate, onSignOut }} me={null} />}
      </Door>
    );
  const centre = me.centres.find((one) => one.centre === chosen) ?? me.centres[0] ?? null;
  const name = me.name ?? signInName;
  const signed: Signed = {
    me,
    organisation,
    clock,
    centre,
    onChooseCentre: setChosen,
    reload,
    onSignOut,
    staff: { organisation, centre: centre ? sayCentre(t, centre) : organisation, name },
    go,
    isConnected,
  };
  return (
    <SignedOfPage value={signed}>
      <div hidden={gate !== 'open'}>
        {isSoonIdle && <IdleSoon />}
        <Titled path={path} organisation={organisation}>
          <Routes path={path} />
        </Titled>
      </div>
      {gate !== 'open' && <Gate {...{ signInName, gate, onSignOut, me }} />}
    </SignedOfPage>
  );
}

function IdleSoon(): ReactElement {
  const t = useTexts('account');
  return (
    <Banner kind="waiting" title={t.idleSoonTitle}>
      {t.idleSoon}
    </Banner>
  );
}

/** Our own addresses open without leaving the page, which holds the keys. */
function useLinks(go: Signed['go']): void {
  // Synchronises with the document: links are plain links, so that they can be read, copied and opened elsewhere.
  useEffect(() => {
    const follow = (event: MouseEvent): void => {
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
        return;
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (!link || link.target || link.origin !== location.origin) return;
      if (link.pathname !== '/b' && !link.pathname.startsWith('/b/')) return;
      if (link.pathname === location.pathname && link.hash) return;
      event.preventDefault();
      go(link.pathname);
    };
    document.addEventListener('click', follow);
    return () => document.removeEventListener('click', follow);
  }, [go]);
}

/** After a change of page the focus stands at its beginning, and the title says where one is. */
function Titled({
  path,
  organisation,
  children,
}: {
  path: string;
  organisation: string;
  children: ReactNode;
}): ReactElement {
  useArrival();
  const last = useRef<string | null>(null);
  // Synchronises with the document, which knows nothing of pages that come without loading.
  useEffect(() => {
    const heading = document.querySelector('h1');
    document.title = heading?.textContent ? `${heading.textContent} · ${organisation}` : organisation;
    if (last.current !== null && last.current !== path) {
      const main = document.getElementById('main');
      main?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    last.current = path;
  }, [path, organisation]);
  return <>{children}</>;
}

/** Asks for the phrase again. The page behind it is out of sight and keeps every word. */
function Gate({
  signInName,
  gate,
  me,
  onSignOut,
}: {
  signInName: string;
  gate: Exclude<GateState, 'open'>;
  me: Me | null;
  onSignOut: () => void;
}): ReactElement {
  const t = useTexts('account');
  const goOn = async (): Promise<void> => {
    const now = await ask('me');
    // Someone else's account must not see what this page holds.
    if (me && now.account !== me.account) location.reload();
    openAgain();
  };
  const leave = (): void => {
    openAgain();
    onSignOut();
  };
  const words = { ended: t.gateEnded, idle: t.gateIdle, fresh: t.gateFresh };
  return (
    <Dialog
      isOpen
      isHeld
      onClose={() => undefined}
      hasClose={false}
      title={gate === 'fresh' ? t.gateFreshTitle : t.gateEndedTitle}
    >
      <p>{words[gate]}</p>
      <p>{t.gateAs({ name: me?.name ?? signInName })}</p>
      <SignInHere
        as={signInName}
        act={t.signIn}
        isFreshness={gate === 'fresh'}
        onSignedIn={goOn}
        other={t.gateOther}
        onOther={leave}
      />
    </Dialog>
  );
}
