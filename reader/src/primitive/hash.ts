import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, join, lp, utf8 } from '../bytes/join.ts';

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
  | 'unsent';

export const lab = (label: string): Bytes => lp(utf8(`ccp1/${label}`));

export const hash = (label: string, ...parts: Uint8Array[]): Bytes =>
  Uint8Array.from(sha256(join(lab(label), ...parts)));

/** The KDF of protocol "Conventions and primitives"; an empty salt is HKDF's zero salt. */
export const derive = (
  ikm: Uint8Array,
  salt: Uint8Array,
  label: string,
  context: Uint8Array,
  length: number,
): Bytes => Uint8Array.from(hkdf(sha256, ikm, salt, join(lab(label), context), length));

export const none = new Uint8Array(0);
