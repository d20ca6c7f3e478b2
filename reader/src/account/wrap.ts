import { type Bytes, join, u8, utf8 } from '../bytes/join.ts';
import { read, readMagic } from '../bytes/read.ts';
import { open, seal } from '../primitive/gcm.ts';
import { derive, none } from '../primitive/hash.ts';
import { insist } from '../refuse.ts';

/** 1: `secret` is OPAQUE's export key; 2: the 16 bytes of a recovery code. */
export type WrapKind = 1 | 2;

const keyOf = (secret: Uint8Array, head: Uint8Array) => derive(secret, none, 'amk-wrap', head, 32);

export function makeWrap(
  masterKey: Uint8Array,
  {
    kind,
    account,
    secret,
    nonce,
  }: { kind: WrapKind; account: Uint8Array; secret: Uint8Array; nonce: Uint8Array },
): Bytes {
  const head = join(utf8('CCPW'), u8(1), u8(kind), account);
  return join(head, nonce, seal(keyOf(secret, head), nonce, masterKey, head));
}

function readWrap(bytes: Uint8Array) {
  const cursor = read(bytes);
  readMagic(cursor, 'CCPW');
  const kind = cursor.oneOf<WrapKind>(1, 2);
  const account = cursor.take(16);
  const nonce = cursor.take(12);
  const sealed = cursor.take(48);
  cursor.end();
  return { kind, account, nonce, sealed };
}

/** `FORMAT` when it is a wrap of the other kind. */
export function openWrap(bytes: Uint8Array, wanted: WrapKind, secret: Uint8Array): Bytes {
  const { kind, nonce, sealed } = readWrap(bytes);
  insist(kind === wanted, 'FORMAT');
  const head = bytes.subarray(0, 22);
  return open(keyOf(secret, head), nonce, sealed, head);
}
