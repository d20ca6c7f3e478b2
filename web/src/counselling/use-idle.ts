import { limits } from '@beistand/contract';
import { useEffect, useState } from 'react';

const LIMIT = limits.sessions.staff.idle * 1000;
const WARNING = 5 * 60_000;
const LOOK_EVERY = 15_000;

/** Whether nobody has touched the page for so long that it will shut soon; `onIdle` once it must. */
export function useIdle(onIdle: () => void): boolean {
  const [isSoon, setSoon] = useState(false);
  // Synchronises with the person: keys, pointer and touch anywhere on the page.
  useEffect(() => {
    let touchedAt = Date.now();
    const touch = (): void => {
      touchedAt = Date.now();
      setSoon(false);
    };
    const look = setInterval(() => {
      const quiet = Date.now() - touchedAt;
      setSoon(quiet > LIMIT - WARNING);
      if (quiet <= LIMIT) return;
      touch();
      onIdle();
    }, LOOK_EVERY);
    const events = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
    for (const name of events) addEventListener(name, touch, { passive: true, capture: true });
    return () => {
      clearInterval(look);
      for (const name of events) removeEventListener(name, touch, { capture: true });
    };
  }, [onIdle]);
  return isSoon;
}
