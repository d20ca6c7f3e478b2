// Sits above gcm.ts: the text someone was writing on a device they don't call theirs. It survives a
// reload, a crash or a lost session in the same tab, and nothing else: half of the key lives in the tab,
// half in a session on the server for at most a day. Either half gone, the text is.
//
// Layout: salt[32] ‖ ct; K ‖ N = KDF(tabKey ‖ share, salt, "unsent", name, 44). Every save derives a fresh
// key, so any number of saves under one tab is safe; what is kept by one name opens by no other. Padded to 4,096s without a limit: what waits here may
// be a whole enquiry with its sealed bytes.
import { type Bytes, cat, Reader, text, u32, utf8, zeros } from '@beistand/wire';
import { lock, unlock } from '../gcm.ts';
import { derive } from '../kdf.ts';
import type { Json } from '../padded.ts';
import type { Random } from '../random.ts';
import { Unopened } from '../unopened.ts';

const SALT = 32;
const BLOCK = 4096;

function padded(body: Json): Bytes {
  const json = utf8(JSON.stringify(body));
  const filling = 4 + json.length;
  return cat(u32(json.length), json, zeros(Math.ceil(filling / BLOCK) * BLOCK - filling));
}

/** Two halves of 32 bytes each, and the name under which the tab keeps it. */
export type UnsentPlace = { tabKey: Bytes; share: Bytes; name: string };

async function unsentKey({ tabKey, share, name }: UnsentPlace, salt: Bytes) {
  const both = await derive(cat(tabKey, share), salt, 'unsent', utf8(name), 44);
  return { key: both.slice(0, 32), nonce: both.slice(32) };
}

/** Seals a body for this tab. */
export async function sealUnsent(place: UnsentPlace, body: Json, random: Random): Promise<Bytes> {
  const salt = random(SALT);
  const { key, nonce } = await unsentKey(place, salt);
  return cat(salt, await lock(key, nonce, padded(body)));
}

/** The body again. Refuses with UNREADABLE: another tab, session or name, or changed bytes. */
export async function openUnsent(place: UnsentPlace, sealed: Bytes): Promise<Json> {
  if (sealed.length < SALT) throw new Unopened('UNREADABLE');
  const { key, nonce } = await unsentKey(place, sealed.slice(0, SALT));
  const r = new Reader(await unlock(key, nonce, sealed.slice(SALT)));
  return JSON.parse(text(r.take(r.uint(4))));
}
