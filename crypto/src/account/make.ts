// Sits above kdf.ts and sodium.ts: an account is one random master key. Everything else about it can be
// made again from that key, so the key is what passwords, codes and paper wrap.
//
// Source: protocol "Account". There are no key generations: a new key is a new account.
import {
  type AccountBundle,
  type AccountKind,
  accountBundleBody,
  type Bytes,
  cat,
  parseAccountBundle,
} from '@beistand/wire';
import { derive, NO_CONTEXT, NO_SALT } from '../kdf.ts';
import { sign } from '../sign.ts';
import { kemPair, signingPair } from '../sodium.ts';

/** Someone's own account, unlocked. Only `bundle` is for others. */
export type Account = {
  /** AMK, 32 random bytes for the account's life. */
  masterKey: Bytes;
  /** Ed25519, 64 bytes. */
  signKey: Bytes;
  /** X-Wing, 32 bytes: opens what was sealed to the bundle. */
  openKey: Bytes;
  /** The signed public half, as the server serves it by its kid; `bundle.account` is the account's id. */
  bundle: AccountBundle;
};

/** What a bundle says beside its keys: 16 random bytes as id, and the hour in ms, which nobody judges. */
export type AccountFacts = { account: Bytes; kind: AccountKind; createdAt: number };

/**
 * The account of this master key: Ed25519 seed KDF(AMK, "acct-sign"), X-Wing seed KDF(AMK, "acct-kem"),
 * and the self-signed bundle of 1,342 bytes. Same inputs, same bytes: Ed25519 is deterministic.
 */
export async function makeAccount(masterKey: Bytes, facts: AccountFacts): Promise<Account> {
  const signing = await signingPair(await derive(masterKey, NO_SALT, 'acct-sign', NO_CONTEXT, 32));
  const kem = await kemPair(await derive(masterKey, NO_SALT, 'acct-kem', NO_CONTEXT, 32));
  const body = accountBundleBody({ ...facts, edPk: signing.publicKey, xwPk: kem.publicKey });
  return {
    masterKey,
    signKey: signing.secretKey,
    openKey: kem.secretKey,
    bundle: await parseAccountBundle(cat(body, await sign(signing.secretKey, 'akb', body))),
  };
}
