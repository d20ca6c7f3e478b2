import { type Bytes, join, u8, u64, utf8 } from '../bytes/join.ts';
import { isPaddedLength, pad, paddedLength, unpadJson } from '../bytes/pad.ts';
import { read, readMagic } from '../bytes/read.ts';
import { open, seal } from '../primitive/gcm.ts';
import { derive, none } from '../primitive/hash.ts';
import { insist } from '../refuse.ts';

const keyOf = (masterKey: Uint8Array, slot: Uint8Array) => derive(masterKey, none, 'slot', slot, 32);

export type SlotPlace = { account: Uint8Array; slot: Uint8Array; version: number; nonce: Uint8Array };

export function makeSlot(
  masterKey: Uint8Array,
  json: string,
  { account, slot, version, nonce }: SlotPlace,
): Bytes {
  const head = join(utf8('CCPS'), u8(1), account, slot, u64(version), nonce);
  return join(head, seal(keyOf(masterKey, slot), nonce, pad(utf8(json)), head));
}

export function readSlot(bytes: Uint8Array) {
  const cursor = read(bytes);
  readMagic(cursor, 'CCPS');
  const [account, slot] = [cursor.take(16), cursor.take(16)];
  const version = cursor.number(8);
  insist(version >= 1, 'FORMAT');
  const nonce = cursor.take(12);
  const sealed = cursor.take(bytes.length - 57);
  insist(isPaddedLength(sealed.length - 16), 'FORMAT');
  return { account, slot, version, nonce, sealed };
}

export function openSlot(bytes: Uint8Array, masterKey: Uint8Array): string {
  const { slot, nonce, sealed } = readSlot(bytes);
  return unpadJson(open(keyOf(masterKey, slot), nonce, sealed, bytes.subarray(0, 57)), paddedLength);
}
