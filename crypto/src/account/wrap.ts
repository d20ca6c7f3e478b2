// Sits beside make.ts: the master key as the server keeps it, once under the password and once under the
// recovery code. Each opens alone, both are replaced in one transaction.
//
// Layout (82 bytes): "CCPW" ‖ 01 ‖ kind ‖ account[16] ‖ nonce[12] ‖ GCM[48]. The first 22 bytes are both
// the key's context and the AAD, so a wrap can't be moved to another account or passed off as the other
// kind. Source: protocol "Account".
import { accountWrapHead, type Bytes, cat, parseAccountWrap, Refused, type WrapKind } from '@beistand/wire';
import { lock, unlock } from '../gcm.ts';
import { derive, NO_SALT } from '../kdf.ts';
import type { Random } from '../random.ts';

const wrapKey = (secretKey: Bytes, head: Bytes) => derive(secretKey, NO_SALT, 'amk-wrap', head, 32);

/** Wraps `masterKey` under OPAQUE's export key (64 bytes) or a recovery code (16), as `kind` says. */
export async function wrapMasterKey(
  secretKey: Bytes,
  kind: WrapKind,
  account: Bytes,
  masterKey: Bytes,
  random: Random,
): Promise<Bytes> {
  const head = accountWrapHead(kind, account);
  const nonce = random(12);
  return cat(head, nonce, await lock(await wrapKey(secretKey, head), nonce, masterKey, head));
}

/**
 * The 32-byte master key and whose it is. Refuses with FORMAT when the bytes are no wrap of this kind, and
 * with UNREADABLE when the secret is not the one it was made with.
 */
export async function openMasterKey(
  secretKey: Bytes,
  kind: WrapKind,
  wrap: Bytes,
): Promise<{ account: Bytes; masterKey: Bytes }> {
  const parsed = parseAccountWrap(wrap);
  if (parsed.kind !== kind) throw new Refused('FORMAT');
  const masterKey = await unlock(await wrapKey(secretKey, parsed.head), parsed.nonce, parsed.ct, parsed.head);
  return { account: parsed.account, masterKey };
}
