import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, join, u8, u16, utf8 } from '../bytes/join.ts';
import { insist } from '../refuse.ts';
import { open, seal } from './gcm.ts';
import { type Label, lab, none } from './hash.ts';
import { decapsulate, encapsulate } from './xwing.ts';

// RFC 9180, base mode, one message: KEM 0x647A, HKDF-SHA-256, AES-256-GCM.
const suiteId = join(utf8('HPKE'), u16(0x647a), u16(0x0001), u16(0x0002));

const labeledExtract = (suite: Uint8Array, salt: Uint8Array, label: string, ikm: Uint8Array) =>
  extract(sha256, join(utf8('HPKE-v1'), suite, utf8(label), ikm), salt);

const labeledExpand = (suite: Uint8Array, prk: Uint8Array, label: string, info: Uint8Array, length: number) =>
  expand(sha256, prk, join(u16(length), utf8('HPKE-v1'), suite, utf8(label), info), length);

/** Key and first nonce of base mode; `suite` is another only for the RFC's own vectors. */
export function keySchedule(
  shared: Uint8Array,
  info: Uint8Array,
  suite: Uint8Array = suiteId,
  keyLength = 32,
) {
  const context = join(
    u8(0),
    labeledExtract(suite, none, 'psk_id_hash', none),
    labeledExtract(suite, none, 'info_hash', info),
  );
  const secret = labeledExtract(suite, shared, 'secret', none);
  return {
    key: labeledExpand(suite, secret, 'key', context, keyLength),
    nonce: labeledExpand(suite, secret, 'base_nonce', context, 12),
  };
}

export const infoOf = (label: Label, context: Uint8Array): Bytes => join(lab(label), context);

/** `enc[1120] ‖ ct`. */
export function sealBase(
  publicKey: Uint8Array,
  info: Uint8Array,
  plain: Uint8Array,
  encapsulation: Uint8Array,
): Bytes {
  const { enc, shared } = encapsulate(publicKey, encapsulation);
  const { key, nonce } = keySchedule(shared, info);
  return join(enc, seal(key, nonce, plain));
}

export function openBase(seed: Uint8Array, info: Uint8Array, sealed: Uint8Array): Bytes {
  insist(sealed.length >= 1136, 'UNREADABLE');
  const { key, nonce } = keySchedule(decapsulate(seed, sealed.subarray(0, 1120)), info);
  return open(key, nonce, sealed.subarray(1120));
}
