import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { hex, same } from '../bytes/compare.ts';
import { type Bytes, join } from '../bytes/join.ts';
import { insist } from '../refuse.ts';
import { type Label, lab } from './hash.ts';

export const signingPublicKey = (seed: Uint8Array): Bytes => Uint8Array.from(ed25519.getPublicKey(seed));

export const sign = (seed: Uint8Array, label: Label, message: Uint8Array): Bytes =>
  Uint8Array.from(ed25519.sign(join(lab(label), message), seed));

const littleEndian = (bytes: Uint8Array) => BigInt(`0x${hex(bytes.toReversed())}`);

/**
 * The page's one verifier: S below the group's order, a canonical key that isn't of small order, and R the very bytes
 * of S·B − k·A, without the cofactor.
 */
export function verifies(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  const { Point } = ed25519;
  const [commitment, scalar] = [signature.subarray(0, 32), littleEndian(signature.subarray(32))];
  if (scalar >= Point.Fn.ORDER) return false;
  try {
    const key = Point.fromBytes(publicKey, false);
    if (key.isSmallOrder()) return false;
    const k = littleEndian(sha512(join(commitment, publicKey, message))) % Point.Fn.ORDER;
    const expected = (scalar === 0n ? Point.ZERO : Point.BASE.multiply(scalar)).subtract(
      key.multiplyUnsafe(k),
    );
    return !expected.isSmallOrder() && same(expected.toBytes(), commitment);
  } catch {
    // Noble throws on a key that isn't a point: nothing verifies under it.
    return false;
  }
}

export const verify = (key: Uint8Array, label: Label, message: Uint8Array, signature: Uint8Array): void =>
  insist(verifies(key, join(lab(label), message), signature), 'SIGNATURE');
