// Domain separation: every hash, key and signature names what it is for.

import sodium from 'libsodium-wrappers';
import { sha256 } from '#sha256';
import { type Bytes, cat, u16, utf8 } from './bytes.ts';
import { Refused } from './refused.ts';

export type Label =
  | 'acct-sign'
  | 'acct-kem'
  | 'akb'
  | 'kid'
  | 'amk-wrap'
  | 'rc-sign'
  | 'code'
  | 'slot'
  | 'log'
  | 'centre-key'
  | 'centre-prev'
  | 'paper'
  | 'paper-check'
  | 'invite'
  | 'epoch'
  | 'ek-wrap'
  | 'ek-commit'
  | 'ek-prev'
  | 'msg'
  | 'ct'
  | 'item'
  | 'chain'
  | 'sas'
  | 'session-share'
  | 'unsent'
  | 'sframe'
  | 'release';

/** Resolves once the signature verifier is loaded; every asynchronous parser waits for it. */
export const ready: Promise<void> = sodium.ready;

/** `lab(s)`: u16 length and the text `ccp1/` + label. */
export function lab(label: Label): Bytes {
  const name = utf8(`ccp1/${label}`);
  return cat(u16(name.length), name);
}

/** `H(label, x)`: SHA-256 (FIPS 180-4) over the label and the parts, 32 bytes. */
export async function hash(label: Label, ...parts: Uint8Array[]): Promise<Bytes> {
  // Whoever holds a parsed thing has come through here, so no judge meets a verifier that is still loading.
  await ready;
  return sha256(cat(lab(label), ...parts));
}

/**
 * Ed25519 (RFC 8032) over label and message; throws `SIGNATURE`. libsodium alone on both sides: verifiers disagree
 * about small-order keys, and a signature the server takes must be one every client takes.
 */
export function checkSignature(edPk: Bytes, label: Label, signed: Bytes, sig: Bytes): void {
  const isOfForm = sig.length === 64 && edPk.length === 32;
  if (!isOfForm || !sodium.crypto_sign_verify_detached(sig, cat(lab(label), signed), edPk))
    throw new Refused('SIGNATURE');
}

/**
 * Throws `BROKEN_KEY` for an X-Wing public key nothing can be sealed to: an ML-KEM coefficient beyond the modulus
 * (FIPS 203, 7.2), an X25519 point of small order.
 */
export function checkSealingKey(xwPk: Bytes): void {
  try {
    sodium.crypto_kem_xwing_enc(xwPk);
  } catch {
    throw new Refused('BROKEN_KEY'); // the library says no more than "invalid usage"
  }
}
