import { type Bytes, join, u32, utf8, zeros } from '../bytes/join.ts';
import { unpadJson } from '../bytes/pad.ts';
import { open, seal } from '../primitive/gcm.ts';
import { derive } from '../primitive/hash.ts';

/** `name`: by which the tab keeps it. */
export type TabPlace = { tabKey: Uint8Array; share: Uint8Array; name: string };

function keysOf({ tabKey, share, name }: TabPlace, salt: Uint8Array) {
  const keys = derive(join(tabKey, share), salt, 'unsent', utf8(name), 44);
  return [keys.slice(0, 32), keys.slice(32)] as const;
}

const paddedLength = (length: number) => Math.ceil(length / 4096) * 4096;

/** What a tab keeps over a reload, in whole multiples of 4,096 bytes. */
export function sealUnsent(json: string, place: TabPlace, salt: Uint8Array): Bytes {
  const content = utf8(json);
  const plain = join(u32(content.length), content);
  return join(
    salt,
    seal(...keysOf(place, salt), join(plain, zeros(paddedLength(plain.length) - plain.length))),
  );
}

export function openUnsent(bytes: Uint8Array, place: TabPlace): string {
  const keys = keysOf(place, bytes.subarray(0, 32));
  return unpadJson(open(...keys, bytes.subarray(32)), paddedLength);
}
