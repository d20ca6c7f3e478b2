import { type RefObject, useLayoutEffect } from 'react';

const NEAR = 48;

/**
 * Keeps the newest message in sight: when a conversation opens, when one comes, when the composer takes room. Whoever
 * has scrolled up to read stays where they are.
 */
export function useNewestInSight(
  scroller: RefObject<HTMLDivElement | null>,
  conversation: string | null,
): void {
  // Synchronises with the scroller's own position and size, which only the browser knows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation has other content in the same scroller
  useLayoutEffect(() => {
    const element = scroller.current;
    const content = element?.firstElementChild;
    if (!element || !content) return;
    let isAtEnd = true;
    const toEnd = (): void => {
      if (isAtEnd) element.scrollTop = element.scrollHeight;
    };
    const look = (): void => {
      isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    };
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
}
