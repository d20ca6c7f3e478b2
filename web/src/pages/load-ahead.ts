/**
 * Loads scripts that the next page will import. Fetched before they are imported: an import that failed once, because
 * the line was lost, fails until the page is loaded anew.
 */
export function loadAhead(urls: readonly string[]): void {
  for (const url of urls)
    fetch(url)
      .then((answer) => answer.arrayBuffer())
      .then(() => import(/* @vite-ignore */ url))
      // It is asked for again when it is needed.
      .catch(() => undefined);
}
