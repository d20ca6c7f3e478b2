import { Buffer } from 'node:buffer';
import type { Bytes } from './bytes.ts';
import { Refused } from './refused.ts';

/** RFC 4648 §5 without padding where there is Node: a fifth of the time for a key or a box. */
export const toBase64url = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');

/** Exactly one text per byte string: padding, foreign letters and set leftover bits are `FORMAT`. */
export function fromBase64url(value: string): Bytes {
  const bytes = new Uint8Array(Buffer.from(value, 'base64url'));
  if (toBase64url(bytes) !== value) throw new Refused('FORMAT');
  return bytes;
}
