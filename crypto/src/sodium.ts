// The only file that imports libsodium (1.0.22 as WebAssembly) in this package: Ed25519 signing and the
// X-Wing KEM. Verifying stands in wire, over the same library, because the server judges too.
//
// Why libsodium and not WebCrypto: verifiers disagree on small-order Ed25519 keys, and two devices that
// judge one item differently are a fork. X-Wing is not in WebCrypto at all. Every function waits for the
// module to load, so no worker has to start in a certain order.
//
// Sources: RFC 8032 (Ed25519), draft-connolly-cfrg-xwing-kem (X-Wing = ML-KEM-768 + X25519).
import type { Bytes } from '@beistand/wire';
import sodium from 'libsodium-wrappers';

/** A key pair of either kind: `secretKey` 64 bytes (Ed25519) or 32 (X-Wing), `publicKey` 32 or 1,216. */
export type KeyPair = { secretKey: Bytes; publicKey: Bytes };

/** Ed25519 from its 32-byte seed; the secret key is libsodium's form, seed ‖ public key. */
export async function signingPair(seed: Bytes): Promise<KeyPair> {
  await sodium.ready;
  const pair = sodium.crypto_sign_seed_keypair(seed);
  return { secretKey: pair.privateKey.slice(), publicKey: pair.publicKey.slice() };
}

/** 64 bytes: Ed25519 over exactly these bytes. Callers go through `sign`, which puts the label in front. */
export async function signDetached(secretKey: Bytes, message: Bytes): Promise<Bytes> {
  await sodium.ready;
  return sodium.crypto_sign_detached(message, secretKey).slice();
}

/** X-Wing from its 32-byte seed. The seed *is* the secret key; nothing is hashed before. */
export async function kemPair(seed: Bytes): Promise<KeyPair> {
  await sodium.ready;
  const pair = sodium.crypto_kem_xwing_seed_keypair(seed);
  return { secretKey: pair.privateKey.slice(), publicKey: pair.publicKey.slice() };
}

/**
 * X-Wing encapsulation from 64 bytes of randomness (ML-KEM's 32, then X25519's 32): `enc` 1,120 bytes,
 * `sharedSecret` 32. Throws on a malformed public key: coefficients out of range or a small-order X25519.
 */
export async function encapsulate(
  publicKey: Bytes,
  randomness: Bytes,
): Promise<{ enc: Bytes; sharedSecret: Bytes }> {
  await sodium.ready;
  const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc_deterministic(publicKey, randomness);
  return { enc: ciphertext.slice(), sharedSecret: sharedSecret.slice() };
}

/**
 * The 32-byte shared secret. A wrong `enc` of the right length usually gives a *different* secret instead
 * of an error (ML-KEM rejects implicitly); the AEAD above notices. Throws on wrong lengths and on a
 * small-order X25519 part.
 */
export async function decapsulate(secretKey: Bytes, enc: Bytes): Promise<Bytes> {
  await sodium.ready;
  return sodium.crypto_kem_xwing_dec(enc, secretKey).slice();
}
