// Sits above gcm.ts: what an account keeps for its own other devices. Slot zeros is the account's state
// (pins, settings), a conversation's id is that conversation's small row and draft.
//
// Layout: "CCPS" ‖ 01 ‖ account[16] ‖ slot[16] ‖ version u64 ‖ nonce[12] ‖ GCM, everything before the
// ciphertext as AAD, padded JSON inside. The version is authenticated, so an older slot can't pass as a
// newer one; whether it is the newest only the device's memory can say.
//
// Source: protocol "Slots, lists, search, export, notices".
import { type Bytes, cat, parseSlot, type Slot, same, slotHead } from '@beistand/wire';
import type { Account } from '../account/make.ts';
import { lock, unlock } from '../gcm.ts';
import { derive, NO_SALT } from '../kdf.ts';
import { type Json, pad, unpad } from '../padded.ts';
import type { Random } from '../random.ts';
import { Unopened } from '../unopened.ts';

const slotKey = (me: Account, slot: Bytes) => derive(me.masterKey, NO_SALT, 'slot', slot, 32);

/**
 * The sealed slot. `version` counts from 1, one up per save; the nonce is fresh because a lost race saves
 * the same version twice. Refuses with SIZE beyond 64 KiB.
 */
export async function sealSlot(
  me: Account,
  slot: Bytes,
  version: number,
  body: Json,
  random: Random,
): Promise<Bytes> {
  const nonce = random(12);
  const head = slotHead({ account: me.bundle.account, slot, version, nonce });
  return cat(head, await lock(await slotKey(me, slot), nonce, pad(body), head));
}

/**
 * What a slot of mine says, and its head. Refuses with FORMAT or SUITE as wire does; throws UNREADABLE
 * when it is another account's, another slot's, or was changed.
 */
export async function openSlot(me: Account, slot: Bytes, bytes: Bytes): Promise<Slot & { body: Json }> {
  const parsed = parseSlot(bytes);
  if (!same(parsed.account, me.bundle.account) || !same(parsed.slot, slot)) throw new Unopened('UNREADABLE');
  const plain = await unlock(await slotKey(me, slot), parsed.nonce, parsed.ct, parsed.head);
  return { ...parsed, body: unpad(plain) };
}
