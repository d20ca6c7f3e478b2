// Sits at the bottom, on WebCrypto: symmetric sealing. 256-bit keys, 96-bit nonces, 128-bit tags.
//
// GCM breaks when one key sees one nonce twice. Here a nonce is either drawn anew, derived together with
// its key, or zeros under a key that seals exactly one thing (NONCE_ONCE).
//
// Source: NIST SP 800-38D; GCM of protocol "Conventions and primitives".
import { type Bytes, zeros } from '@beistand/wire';
import { Unopened } from './unopened.ts';

const NO_AAD: Bytes = zeros(0);

/** 12 zero bytes, for keys that seal one plaintext in their life (centre-prev, ek-prev, session-share). */
export const NONCE_ONCE: Bytes = zeros(12);

const imported = (key: Bytes, use: 'encrypt' | 'decrypt') =>
  crypto.subtle.importKey('raw', key, 'AES-GCM', false, [use]);

/** `GCM(K, N, aad, pt)` = ciphertext ‖ 16-byte tag. `key` 32 bytes, `nonce` 12. */
export async function lock(key: Bytes, nonce: Bytes, plain: Bytes, aad: Bytes = NO_AAD): Promise<Bytes> {
  const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: aad };
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, await imported(key, 'encrypt'), plain));
}

/**
 * The plaintext of `lock`. Refuses with UNREADABLE when key, nonce, aad or box are not those of the
 * sealing: GCM can't tell which, and no caller may learn more.
 */
export async function unlock(key: Bytes, nonce: Bytes, box: Bytes, aad: Bytes = NO_AAD): Promise<Bytes> {
  const opening = await imported(key, 'decrypt');
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce, additionalData: aad }, opening, box),
    );
  } catch {
    throw new Unopened('UNREADABLE');
  }
}
