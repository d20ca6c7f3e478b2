/** For browsers that don't say when they have nothing to do (Safari), in milliseconds. */
const afterAll = 200;

/** Acts when the page has come whole, font included, and the browser has nothing to do: nothing seen waits for it. */
export function atRest(act: () => void): void {
  const rest = (): void => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(act);
    else setTimeout(act, afterAll);
  };
  if (document.readyState === 'complete') rest();
  else addEventListener('load', rest, { once: true });
}
