import { bytesToHex } from '@noble/hashes/utils.js';

/** Below, at or above zero, as the bytes stand in order. */
export function compare(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return (a[i] ?? 0) - (b[i] ?? 0);
  }
  return a.length - b.length;
}

export const same = (a: Uint8Array, b: Uint8Array): boolean => compare(a, b) === 0;
export const areZeros = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);
/** What a map is keyed by. */
export const hex = (bytes: Uint8Array): string => bytesToHex(bytes);
