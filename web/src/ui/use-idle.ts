import { useEffect, useRef, useState } from 'react';

const lookEvery = 15_000;
const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/**
 * Whether nobody has touched the page for so long that it will be shut within `warning` ms; `onIdle` is called once
 * `limit` ms have passed, also when the device slept through them.
 */
export function useIdle(limit: number, warning: number, onIdle: () => void): boolean {
  const [isSoon, setSoon] = useState(false);
  const act = useRef(onIdle);
  // Synchronises with the person: keys, pointer and touch anywhere on the page.
  useEffect(() => {
    act.current = onIdle;
  });
  useEffect(() => {
    let touchedAt = Date.now();
    const touch = (): void => {
      touchedAt = Date.now();
      setSoon(false);
    };
    const look = setInterval(() => {
      const quiet = Date.now() - touchedAt;
      setSoon(quiet > limit - warning);
      if (quiet <= limit) return;
      touch();
      act.current();
    }, lookEvery);
    for (const sign of signs) addEventListener(sign, touch, { passive: true, capture: true });
    return () => {
      clearInterval(look);
      for (const sign of signs) removeEventListener(sign, touch, { capture: true });
    };
  }, [limit, warning]);
  return isSoon;
}
