import { type Bytes, join, u32, utf8, zeros } from '../bytes/join.ts';
import { unpad } from '../bytes/pad.ts';
import { readText } from '../bytes/read.ts';
import { open, seal } from '../primitive/gcm.ts';
import { derive, none } from '../primitive/hash.ts';

function keysOf(tabKey: Uint8Array, share: Uint8Array, salt: Uint8Array) {
  const keys = derive(join(tabKey, share), salt, 'unsent', none, 44);
  return [keys.slice(0, 32), keys.slice(32)] as const;
}

export type TabSecrets = { tabKey: Uint8Array; share: Uint8Array };

/** What a tab keeps over a reload, in whole multiples of 4,096 bytes. */
export function sealUnsent(json: string, { tabKey, share }: TabSecrets, salt: Uint8Array): Bytes {
  const content = utf8(json);
  const length = Math.ceil((4 + content.length) / 4096) * 4096;
  const plain = join(u32(content.length), content, zeros(length - 4 - content.length));
  return join(salt, seal(...keysOf(tabKey, share, salt), plain));
}

export function openUnsent(bytes: Uint8Array, { tabKey, share }: TabSecrets): string {
  return readText(unpad(open(...keysOf(tabKey, share, bytes.subarray(0, 32)), bytes.subarray(32))));
}
