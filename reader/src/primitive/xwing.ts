import { x25519 } from '@noble/curves/ed25519.js';
import { sha3_256, shake256 } from '@noble/hashes/sha3.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { type Bytes, join, utf8 } from '../bytes/join.ts';
import { insist, refuse } from '../refuse.ts';

// draft-connolly-cfrg-xwing-kem: its own combiner over ML-KEM-768 (FIPS 203) and X25519 (RFC 7748).
const label = utf8('\\.//^\\');
const split = 1184;
const splitCiphertext = 1088;

function expand(seed: Uint8Array) {
  const expanded = shake256(seed, { dkLen: 96 });
  const mlKem = ml_kem768.keygen(expanded.subarray(0, 64));
  const secret = expanded.subarray(64);
  return { mlKem, secret, publicX: x25519.getPublicKey(secret) };
}

/** 1,216 bytes from a 32-byte seed, which is X-Wing's secret key itself. */
export function kemPublicKey(seed: Uint8Array): Bytes {
  const { mlKem, publicX } = expand(seed);
  return join(mlKem.publicKey, publicX);
}

const combine = (
  secretM: Uint8Array,
  secretX: Uint8Array,
  ciphertextX: Uint8Array,
  publicX: Uint8Array,
): Bytes => Uint8Array.from(sha3_256(join(secretM, secretX, ciphertextX, publicX, label)));

/** `draw`: 64 bytes, 32 for ML-KEM, then the X25519 secret. `BROKEN_KEY` for a key nobody can seal to. */
export function encapsulate(publicKey: Uint8Array, draw: Uint8Array): { enc: Bytes; shared: Bytes } {
  try {
    const publicX = publicKey.subarray(split);
    const ephemeral = draw.subarray(32);
    const m = ml_kem768.encapsulate(publicKey.subarray(0, split), draw.subarray(0, 32));
    const ciphertextX = x25519.getPublicKey(ephemeral);
    const secretX = x25519.getSharedSecret(ephemeral, publicX);
    return {
      enc: join(m.cipherText, ciphertextX),
      shared: combine(m.sharedSecret, secretX, ciphertextX, publicX),
    };
  } catch {
    return refuse('BROKEN_KEY');
  }
}

export function decapsulate(seed: Uint8Array, enc: Uint8Array): Bytes {
  insist(enc.length === 1120, 'UNREADABLE');
  const { mlKem, secret, publicX } = expand(seed);
  const ciphertextX = enc.subarray(splitCiphertext);
  try {
    return combine(
      ml_kem768.decapsulate(enc.subarray(0, splitCiphertext), mlKem.secretKey),
      x25519.getSharedSecret(secret, ciphertextX),
      ciphertextX,
      publicX,
    );
  } catch {
    return refuse('UNREADABLE');
  }
}
