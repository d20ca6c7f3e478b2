import type { Bytes } from '../bytes/join.ts';
import { open, seal, zeroNonce } from '../primitive/gcm.ts';
import { derive, none } from '../primitive/hash.ts';

const keyOf = (share: Uint8Array, account: Uint8Array) => derive(share, none, 'session-share', account, 32);

/** The inner layer of what a browser keeps; the outer one is the device's own key. */
export const sealForSession = (masterKey: Uint8Array, share: Uint8Array, account: Uint8Array): Bytes =>
  seal(keyOf(share, account), zeroNonce, masterKey);

export const openForSession = (sealed: Uint8Array, share: Uint8Array, account: Uint8Array): Bytes =>
  open(keyOf(share, account), zeroNonce, sealed);
