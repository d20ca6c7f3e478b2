import { gcm } from '@noble/ciphers/aes.js';
import type { Bytes } from '../bytes/join.ts';
import { refuse } from '../refuse.ts';
import { none } from './hash.ts';

export const seal = (key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, aad: Uint8Array = none): Bytes =>
  Uint8Array.from(gcm(key, nonce, aad).encrypt(plain));

/** `UNREADABLE` when key, nonce, bytes or aad are other ones. */
export function open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, aad: Uint8Array = none): Bytes {
  try {
    return Uint8Array.from(gcm(key, nonce, aad).decrypt(sealed));
  } catch {
    return refuse('UNREADABLE');
  }
}

/** For keys that seal one thing only. */
export const zeroNonce: Bytes = new Uint8Array(12);
