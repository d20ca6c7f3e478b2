// Sits at the bottom, on WebCrypto: the one way keys are derived. Every derivation names its purpose by
// a label, so a key made for one thing can never be the key of another.
//
// Source: RFC 5869 (HKDF) with SHA-256; KDF of protocol "Conventions and primitives".
import { type Bytes, cat, type Label, lab, zeros } from '@beistand/wire';

/** HKDF's zero salt: RFC 5869 §2.2 reads an absent salt as 32 zero bytes, HMAC pads both alike. */
export const NO_SALT: Bytes = zeros(0);
/** For derivations whose label alone says everything. */
export const NO_CONTEXT: Bytes = zeros(0);

/**
 * `KDF(ikm, salt, label, ctx, L)`: `length` bytes of HKDF-SHA-256 with info = lab(label) ‖ context.
 *
 * `ikm` must already be strong (a random key, a code of 128 bits, OPAQUE's export key): this is no
 * password hash. Labels are prefix-free through their length in front, so label and context can't run
 * into each other.
 */
export async function derive(
  ikm: Bytes,
  salt: Bytes,
  label: Label,
  context: Bytes,
  length: number,
): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', ikm, 'HKDF', false, ['deriveBits']);
  const info = cat(lab(label), context);
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, 8 * length),
  );
}
