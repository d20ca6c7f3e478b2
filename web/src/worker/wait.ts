/**
 * Resolves after `ms`, or as soon as `browser` says that there is a network again: who backs off for lack of one need
 * not sit out five minutes.
 */
export function waitOrOnline(browser: EventTarget, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      browser.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    browser.addEventListener('online', done);
  });
}
