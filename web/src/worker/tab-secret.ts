const KEY = 't';

/** Whether this tab may hold something from before a reload: only then is the worker worth loading at once. */
export const hasTabSecret = (): boolean => sessionStorage.getItem(KEY) !== null;

/**
 * 32 bytes that live as long as the tab. A duplicated tab carries a copy of the storage: it finds the lock taken, drops
 * the secret it was given and shows nothing of the first one's text (null).
 */
export async function tabSecret(): Promise<Uint8Array<ArrayBuffer> | null> {
  const kept = sessionStorage.getItem(KEY);
  const secret = kept ? fromHex(kept) : crypto.getRandomValues(new Uint8Array(32));
  const isOurs = await takeLock(
    `tab-${toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', secret))).slice(0, 16)}`,
  );
  if (!isOurs) {
    sessionStorage.removeItem(KEY);
    return null;
  }
  if (!kept) sessionStorage.setItem(KEY, toHex(secret));
  return secret;
}

/** Holds the lock until the tab goes; answers whether nobody else held it. */
function takeLock(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      // Never resolves: the lock is let go by the browser when the page ends.
      return lock ? new Promise<void>(() => undefined) : undefined;
    });
  });
}

const toHex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const fromHex = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
