// Sits above gcm.ts: what lets a page be reloaded without the password. The master key lies on the
// device under a key made from the session's share, and the share lies only in the server's session row:
// when the session ends anywhere, the device's copy is noise.
//
// The outer layer (the browser's non-extractable key, random nonce) is the page's own; this is the inner
// one. Source: protocol "Browser".
import type { Bytes } from '@beistand/wire';
import { lock, NONCE_ONCE, unlock } from '../gcm.ts';
import { derive, NO_SALT } from '../kdf.ts';

/** One share seals one master key in its life, which is what makes the zero nonce safe. */
const reloadKey = (sessionShare: Bytes, account: Bytes) =>
  derive(sessionShare, NO_SALT, 'session-share', account, 32);

/** 48 bytes for the device: the 32-byte master key under the 32-byte share of this session. */
export async function keepForReload(sessionShare: Bytes, account: Bytes, masterKey: Bytes): Promise<Bytes> {
  return lock(await reloadKey(sessionShare, account), NONCE_ONCE, masterKey);
}

/** The master key again. Refuses with UNREADABLE: another session's share, or another account's. */
export async function takeAfterReload(sessionShare: Bytes, account: Bytes, kept: Bytes): Promise<Bytes> {
  return unlock(await reloadKey(sessionShare, account), NONCE_ONCE, kept);
}
