// Sits above sodium.ts: the one way anything is signed. Checking stands in wire (`checkSignature`).
//
// Source: RFC 8032; SIGN of protocol "Conventions and primitives".
import { type Bytes, cat, type Label, lab } from '@beistand/wire';
import { signDetached } from './sodium.ts';

/**
 * `SIGN(sk, label, m)` = Ed25519(sk, lab(label) ‖ m), 64 bytes. The label keeps a signature made for one
 * format from ever being valid for another. `signKey` is the 64-byte Ed25519 secret key.
 */
export const sign = (signKey: Bytes, label: Label, message: Bytes): Promise<Bytes> =>
  signDetached(signKey, cat(lab(label), message));
