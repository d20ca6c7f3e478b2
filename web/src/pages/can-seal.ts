/** `crypto.subtle` is missing without HTTPS, WebAssembly in hardened browsers. */
export const canSeal = (): boolean =>
  globalThis.crypto?.subtle !== undefined && typeof WebAssembly === 'object';
