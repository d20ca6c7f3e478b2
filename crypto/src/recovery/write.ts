// Sits above wire's base32: the recovery code as a person keeps it, on paper. Sixteen random bytes open
// the account without a password; twelve check bits find a slip of the pen before anything is tried.
//
// Source: protocol "Account".
import { type Bytes, cat, hash, toBase32 } from '@beistand/wire';

/** Characters of a code: 128 bits and 12 check bits at five each. */
export const CODE_LENGTH = 28;

/** `XXXX-` seven times for the 16-byte `code`; the check bits are the first 12 of H("code", code). */
export async function writeRecoveryCode(code: Bytes): Promise<string> {
  const characters = toBase32(cat(code, await hash('code', code)), CODE_LENGTH);
  return characters.replace(/.{4}(?=.)/g, '$&-');
}
