/**
 * Leaving quickly. The page is blank before anything else happens; the server ends the session and with it its half of the key to
 * unsent text; the entry in the history becomes the neutral target, and going back leaves again. Runs as a
 * blocking script of its own, so that it works before the rest of a page has arrived.
 */
const goneKey = 'gone';

/** `data-leave-to` on <html>; a page without it goes to an empty page. */
const goAway = (): void => {
  document.documentElement.replaceChildren();
  location.replace(document.documentElement.dataset.leaveTo ?? 'about:blank');
};

function forget(): void {
  // Holds the postcode on some pages; see `keep-postcode.ts`.
  window.name = '';
  sessionStorage.clear();
  // What a device of one's own keeps; see `worker/my-device.ts` and `worker/device-store.ts`.
  localStorage.removeItem('d');
  indexedDB.deleteDatabase('kept');
  sessionStorage.setItem(goneKey, '1');
}

/** The other tabs that show us go with this one: whoever leaves, leaves everything. */
let others: BroadcastChannel | null = null;

/** Blank, away, forgotten. The order matters: storage may be denied and throw, the way out must not wait for it. */
function leave(): void {
  goAway();
  navigator.sendBeacon('/api/auth/logout');
  others?.postMessage(null);
  forget();
}

const hasLeft = (): boolean => sessionStorage.getItem(goneKey) !== null;

/** Links marked `data-leave`, Shift three times within two seconds, and every way back after leaving. */
export function watchForLeaving(): void {
  let presses: number[] = [];
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Shift') presses = [];
      else if (!event.repeat)
        presses = [...presses.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
      if (presses.length === 3) leave();
    },
    true,
  );
  // Shift with the pointer selects text.
  addEventListener('pointerdown', () => {
    presses = [];
  });
  addEventListener('click', (event) => {
    if (!(event.target instanceof Element) || !event.target.closest('[data-leave]')) return;
    event.preventDefault();
    leave();
  });
  // An open channel would keep the page from being kept for Back.
  const listen = (): void => {
    others = new BroadcastChannel(goneKey);
    others.onmessage = () => {
      goAway();
      forget();
    };
  };
  listen();
  addEventListener('pagehide', () => others?.close());
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    if (hasLeft()) goAway();
    else listen();
  });
  if (!hasLeft()) return;
  const [navigation] = performance.getEntriesByType('navigation');
  const kind = navigation instanceof PerformanceNavigationTiming ? navigation.type : 'navigate';
  // Someone who types the address again in the same tab comes in; someone who presses Back doesn't.
  if (kind === 'navigate') sessionStorage.removeItem(goneKey);
  else goAway();
}
