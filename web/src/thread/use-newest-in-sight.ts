import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react';

const NEAR = 48;

/**
 * Keeps the newest message in sight: when a conversation opens, when one comes, when the composer or what is attached
 * takes room. What is read for the first time begins at its beginning, and whoever has scrolled up to read stays where
 * they are. Answers how to go to the end again, for someone who has written there.
 */
export function useNewestInSight(
  scroller: RefObject<HTMLDivElement | null>,
  conversation: string | null,
  isFirstReading: boolean,
): () => void {
  const isAtEnd = useRef(true);
  const toEnd = useCallback((): void => {
    const element = scroller.current;
    if (element && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [scroller]);
  // Synchronises with the scroller's own position and size, which only the browser knows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation has other content in the same scroller, and it begins once
  useLayoutEffect(() => {
    const element = scroller.current;
    const content = element?.firstElementChild;
    if (!element || !content) return;
    let last = 0;
    // Only who moves up leaves the end: what grows below says nothing of who reads, and the browser tells of it too.
    const look = (): void => {
      const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
      if (isNear || element.scrollTop < last) isAtEnd.current = isNear;
      last = element.scrollTop;
    };
    if (isFirstReading) {
      element.scrollTop = 0;
      isAtEnd.current = element.scrollHeight - element.clientHeight < NEAR;
    } else isAtEnd.current = true;
    const sizes = new ResizeObserver(toEnd);
    sizes.observe(element);
    sizes.observe(content);
    element.addEventListener('scroll', look, { passive: true });
    toEnd();
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [conversation]);
  return useCallback(() => {
    isAtEnd.current = true;
    toEnd();
  }, [toEnd]);
}
