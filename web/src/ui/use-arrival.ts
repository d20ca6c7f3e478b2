import { useEffect } from 'react';

let hasArrived = false;

/**
 * Takes keyboard and screen reader to the heading of what has just appeared, and to its top. Not on the first page of
 * a visit: there the browser does what people are used to.
 */
export function useArrival(what: unknown = null): void {
  // Synchronises the focus with what is shown; only the browser has it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has appeared isn't read here, only that it is another
  useEffect(() => {
    if (!hasArrived) {
      hasArrived = true;
      return;
    }
    scrollTo(0, 0);
    const heading = document.querySelector<HTMLElement>('main h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  }, [what]);
}
