import { useEffect, useState } from 'react';

/** Twice a minute: what remains of a promise is told in minutes, and none is told for longer than it lasts. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  // Synchronises with the clock.
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
