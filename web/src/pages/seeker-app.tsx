import { type ReactElement, Suspense, useEffect, useEffectEvent } from 'react';
import { IdleLock } from '../account/idle-lock.tsx';
import { type Place, SeekerOfPage, useSeeker } from '../account/seeker.ts';
import { SigningIn } from '../account/signing-in.tsx';
import { Writing } from '../seeking-help/writing.tsx';
import { Opening } from '../ui/opening.tsx';
import { later } from './later.tsx';
import type { Start } from './read-start.ts';
import { useSeekerApp } from './use-seeker-app.ts';

const pages = {
  sending: later(['seeking-help'], async () => (await import('../seeking-help/sending.tsx')).Sending),
  arrived: later(['seeking-help'], async () => (await import('../seeking-help/arrived.tsx')).Arrived),
  talking: later(['thread', 'seeking-help'], async () => (await import('../thread/talking.tsx')).Talking),
  renewing: later(['account'], async () => (await import('../account/renewing.tsx')).Renewing),
  inside: later(['finding', 'seeking-help'], async () => (await import('./inside.tsx')).Inside),
};
/** The two pages the server renders, for whoever comes to them from another one. */
const again = {
  writing: later(['seeking-help'], async () => Writing),
  signingIn: later(['account'], async () => SigningIn),
};

/** Everything seekers see from the first written word on. One page to the browser: the keys stay in its memory. */
export function SeekerApp({ path, start }: { path: string; start: Start }): ReactElement {
  const seeker = useSeekerApp(path, start);
  const { place, name, arrival, go, frame, isResuming } = seeker;
  const isOpening = isResuming && place.path !== '/w';
  const isLost =
    !isResuming &&
    ((place.path === '/k' && name === null) ||
      (place.path === '/n' && !arrival) ||
      (place.path === '/s' && place.step === 2 && name === null));
  const isInAlready = place.path === '/s' && place.step === 1 && name !== null && seeker.reason === null;
  const lead = useEffectEvent(go);
  // Synchronises with the address: a page that needs keys nobody has leads to the sign-in, and the other way round.
  useEffect(() => {
    if (isLost) lead(name === null ? '/s' : '/k', { replaces: true });
    if (isInAlready) lead('/k', { replaces: true });
  }, [isLost, isInAlready, name]);
  return (
    <SeekerOfPage value={seeker}>
      {isLost || isInAlready || isOpening ? <Opening frame={frame} /> : <PageHere first={path} />}
    </SeekerOfPage>
  );
}

/** What the server has rendered stands alone, without a boundary around it: so its markup and ids are the same here. */
function PageHere({ first }: { first: string }): ReactElement {
  const { place, frame, name } = useSeeker();
  const page = pageAt(place, first);
  if (name === null && place.path === first && place.step === 1) return page;
  return (
    <>
      <Suspense fallback={<Opening frame={frame} />}>{page}</Suspense>
      {name !== null && <IdleLock />}
    </>
  );
}

function pageAt({ path, step }: Place, first: string): ReactElement {
  if (path === '/w' && step === 2) return <pages.sending />;
  if (path === '/w') return first === '/w' ? <Writing /> : <again.writing />;
  if (path === '/s' && step === 2) return <pages.renewing />;
  if (path === '/s') return first === '/s' ? <SigningIn /> : <again.signingIn />;
  if (path === '/n') return <pages.arrived />;
  if (path === '/k') return <pages.talking />;
  return <pages.inside />;
}
