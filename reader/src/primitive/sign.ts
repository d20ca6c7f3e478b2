import { ed25519 } from '@noble/curves/ed25519.js';
import { same } from '../bytes/compare.ts';
import { type Bytes, join } from '../bytes/join.ts';
import { insist } from '../refuse.ts';
import { type Label, lab } from './hash.ts';

export const signingPublicKey = (seed: Uint8Array): Bytes => Uint8Array.from(ed25519.getPublicKey(seed));

export const sign = (seed: Uint8Array, label: Label, message: Uint8Array): Bytes =>
  Uint8Array.from(ed25519.sign(join(lab(label), message), seed));

/**
 * Whether libsodium would take it: the key is canonical, neither it nor R has small order, S is below the group's
 * order, and the equation is checked times the cofactor.
 */
export function verifies(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const { Point } = ed25519;
    const key = Point.fromBytes(publicKey, false);
    const commitment = Point.fromBytes(signature.subarray(0, 32), true);
    if (key.isSmallOrder() || commitment.isSmallOrder() || !same(key.toBytes(), publicKey)) return false;
    return ed25519.verify(signature, message, publicKey, { zip215: true });
  } catch {
    // Noble throws on what isn't a point; that is a signature which doesn't verify.
    return false;
  }
}

export const verify = (key: Uint8Array, label: Label, message: Uint8Array, signature: Uint8Array): void =>
  insist(verifies(key, join(lab(label), message), signature), 'SIGNATURE');
