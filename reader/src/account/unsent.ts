import { type Bytes, join, u32, utf8, zeros } from '../bytes/join.ts';
import { unpadJson } from '../bytes/pad.ts';
import { open, seal } from '../primitive/gcm.ts';
import { derive, none } from '../primitive/hash.ts';

function keysOf(tabKey: Uint8Array, share: Uint8Array, salt: Uint8Array) {
  const keys = derive(join(tabKey, share), salt, 'unsent', none, 44);
  return [keys.slice(0, 32), keys.slice(32)] as const;
}

const paddedLength = (length: number) => Math.ceil(length / 4096) * 4096;

export type TabSecrets = { tabKey: Uint8Array; share: Uint8Array };

/** What a tab keeps over a reload, in whole multiples of 4,096 bytes. */
export function sealUnsent(json: string, { tabKey, share }: TabSecrets, salt: Uint8Array): Bytes {
  const content = utf8(json);
  const plain = join(u32(content.length), content);
  return join(
    salt,
    seal(...keysOf(tabKey, share, salt), join(plain, zeros(paddedLength(plain.length) - plain.length))),
  );
}

export function openUnsent(bytes: Uint8Array, { tabKey, share }: TabSecrets): string {
  const keys = keysOf(tabKey, share, bytes.subarray(0, 32));
  return unpadJson(open(...keys, bytes.subarray(32)), paddedLength);
}
