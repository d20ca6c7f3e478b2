import workerUrl from '../crypto-worker.ts?worker&url';

declare global {
  // TypeScript's DOM library does not have Trusted Types yet; browsers without them take the plain string.
  var trustedTypes:
    | {
        createPolicy(
          name: string,
          rules: { createScriptURL(url: string): string },
        ): { createScriptURL(url: string): URL };
      }
    | undefined;
}

/**
 * The page's only Trusted Types policy, named in the server's CSP. It lets exactly the crypto worker's URL
 * through; the service worker's will be the second and last.
 */
const policy = globalThis.trustedTypes?.createPolicy('crypto-worker', {
  createScriptURL: (url) => {
    if (url !== workerUrl) throw new TypeError('not a worker of ours');
    return url;
  },
});

/** Starts the one crypto worker. */
export const startWorker = (): Worker =>
  new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl, { type: 'module', name: 'crypto' });
