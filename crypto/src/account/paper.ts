// Sits above make.ts: the account that lies printed in a safe. A code of the recovery form *is* the
// account, so whoever holds the sheet can sign in a new lead and open the vault, and the log shows it.
//
// Source: protocol "Inbox, vault, paper, invitations".
import { ACCOUNT_KIND, type Bytes, cat } from '@beistand/wire';
import { derive, NO_SALT } from '../kdf.ts';
import { sign } from '../sign.ts';
import { type Account, makeAccount } from './make.ts';

/** The paper account of a 16-byte code at one centre: AMK = KDF(code, "paper", centre), an ordinary bundle of kind 3. */
export async function makePaperAccount(
  code: Bytes,
  centre: Bytes,
  account: Bytes,
  createdAt: number,
): Promise<Account> {
  const masterKey = await derive(code, NO_SALT, 'paper', centre, 32);
  return makeAccount(masterKey, { account, kind: ACCOUNT_KIND.paper, createdAt });
}

/**
 * 64 bytes: SIGN(paper, "paper-check", centre ‖ hash of the newest log entry). Shows that someone has the sheet in
 * their hands and retyped it, for this state of the log only.
 */
export const provePaper = (paper: Account, centre: Bytes, logHash: Bytes): Promise<Bytes> =>
  sign(paper.signKey, 'paper-check', cat(centre, logHash));
