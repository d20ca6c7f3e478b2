import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Arrival, Choice, Place, Seeker, SignInReason, WayBackKeys } from '../account/seeker.ts';
import { keepPostcode } from '../seeking-help/keep-postcode.ts';
import { keepWish, keptWish } from '../seeking-help/keep-wish.ts';
import { readChoice } from '../seeking-help/read-choice.ts';
import { ask } from '../worker/ask.ts';
import { isMine, noteMine } from '../worker/my-device.ts';
import { hasTabSecret } from '../worker/tab-secret.ts';
import { frameOf } from './frame-of.ts';
import { linkOf } from './link-of.ts';
import type { Start } from './read-start.ts';

/** What an entry of the history holds: numbers that say nothing. `depth` counts our entries before it. */
type Entry = { step: Place['step']; depth: number };
const entryNow = (): Entry => history.state ?? { step: 1, depth: 0 };
const nowhere: Choice = { topic: null, centre: null, pin: null, to: undefined };

/** Everything the app for seekers shares, and how one gets from page to page while the keys stay in memory. */
export function useSeekerApp(path: string, start: Start): Seeker {
  const [place, setPlace] = useState<Place>({ path, step: 1 });
  const [choice, choose] = useState(nowhere);
  const [arrival, arrive] = useState<Arrival | null>(null);
  const [name, setName] = useState<string | null>(null);
  const [isOnMine, setOnMine] = useState(false);
  // What the server has rendered of the sign-in stands there first; the other page is still empty.
  const [isResuming, setResuming] = useState(() => path === '/k' && isMine('seeker'));
  const [[reason, after], setLeft] = useState<[SignInReason, string]>([
    path === '/k' || path === '/n' ? 'reloaded' : null,
    '/k',
  ]);
  const text = useRef('');
  const begunFor = useRef<string | null>(null);
  const wayBack = useRef<WayBackKeys | null>(null);
  const beforeLock = useRef<(() => Promise<unknown>) | null>(null);
  const restoring = useRef<Promise<string> | null>(null);

  const wishFor = (fragment: string, wish: Choice): void => {
    choose(wish);
    keepWish(fragment);
  };
  const go: Seeker['go'] = (to, { replaces, step = 1 } = {}) => {
    const url = new URL(to, location.href);
    const wish = readChoice(url.hash);
    if (wish) wishFor(url.hash, wish);
    const depth = entryNow().depth + (replaces ? 0 : 1);
    history[replaces ? 'replaceState' : 'pushState']({ step, depth } satisfies Entry, '', url.pathname);
    setPlace({ path: url.pathname, step, hash: url.hash });
  };

  const restore = async (): Promise<string> => {
    restoring.current ??= (async () => {
      if (!hasTabSecret()) return '';
      const kept = await ask('start');
      const last = kept.draft ?? kept.enquiry;
      wayBack.current = kept.wayBack;
      begunFor.current ??= last?.centre ?? null;
      if (last)
        choose((now) =>
          now.topic ? now : { topic: last.topic, centre: last.centre, pin: last.pin, to: last.to },
        );
      return last?.text ?? '';
    })();
    try {
      const before = await restoring.current;
      restoring.current = Promise.resolve('');
      return before;
    } catch {
      // No network: what is kept stays sealed where it is, and the next call asks again.
      restoring.current = null;
      return '';
    }
  };

  const enter: Seeker['enter'] = (as, isKept) => {
    setName(as);
    setOnMine(isKept);
    noteMine(isKept ? 'seeker' : null);
    setLeft([null, '/k']);
  };

  // Synchronises with the device: who said that it is theirs needn't say again who they are.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for the whole visit
  useEffect(() => {
    if (!isMine('seeker')) return;
    setResuming(true);
    ask('resume')
      .then((who) => {
        if (who) enter(who.name, true);
        else noteMine(null);
      })
      // No network, or a hard stop: signing in meets it again, and says so.
      .catch(() => undefined)
      .finally(() => setResuming(false));
  }, []);

  // Synchronises with the address: what stands behind # at the start, Back and Forward, and links that lead to pages of ours.
  // Before the page is painted: a tap that came too early goes on from here at once, and must know what was chosen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for the whole visit; what it calls reads the address and refs
  useLayoutEffect(() => {
    const inAddress = location.hash;
    const fragment = readChoice(inAddress) ? inAddress : keptWish();
    const wish = readChoice(fragment);
    if (wish) wishFor(fragment, wish);
    // Opened in a tab of its own, the address is written down already, but need not stand in the bar.
    if (wish && inAddress !== '') history.replaceState(history.state, '', location.pathname);
    if (entryNow().step === 2)
      void restore().then((before) => {
        text.current ||= before;
        if (wayBack.current) setPlace({ path, step: 2 });
      });
    const moved = (): void => setPlace({ path: location.pathname, step: entryNow().step });
    const follow = (event: MouseEvent): void => {
      const link = linkOf(event);
      if (!link) return;
      event.preventDefault();
      if (link.isBack && entryNow().depth > 0) history.back();
      else if (link.isHere) document.getElementById(link.hash.slice(1))?.focus();
      else go(link.to);
    };
    addEventListener('popstate', moved);
    addEventListener('click', follow);
    return () => {
      removeEventListener('popstate', moved);
      removeEventListener('click', follow);
    };
  }, []);

  return {
    frame: frameOf(start.organisation),
    topics: start.topics,
    place,
    go,
    choice,
    choose,
    text,
    restore,
    begunFor,
    wayBack,
    arrival,
    arrive,
    name,
    enter,
    isMine: isOnMine,
    isResuming,
    leave: (why, then = '/k') => {
      if (why !== 'expired') {
        noteMine(null);
        // Someone else may sit down here now: nothing of this person's may come back by going back.
        setName(null);
        arrive(null);
        choose(nowhere);
        keepWish(null);
        keepPostcode('');
        text.current = '';
        begunFor.current = null;
        restoring.current = null;
      }
      setLeft([why, then]);
      go('/s', { replaces: true });
    },
    reason,
    after,
    beforeLock,
  };
}
