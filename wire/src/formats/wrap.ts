// CCPW: the account master key wrapped under the password's export key or the recovery code. The server stores it blind.
import { type Bytes, cat, Reader, u8, utf8 } from '../bytes.ts';

export const WRAP_KIND = { password: 1, recoveryCode: 2 } as const;
export type WrapKind = (typeof WRAP_KIND)[keyof typeof WRAP_KIND];

export type AccountWrap = {
  kind: WrapKind;
  account: Bytes;
  /** the first 22 bytes: additional data and key context alike */
  head: Bytes;
  nonce: Bytes;
  /** ciphertext and tag, 48 bytes */
  ct: Bytes;
};

export const ACCOUNT_WRAP_BYTES = 82;

export const accountWrapHead = (kind: WrapKind, account: Bytes): Bytes =>
  cat(utf8('CCPW'), u8(1), u8(kind), account);

/** Throws `FORMAT` or `SUITE`; whether it opens only the key can tell. */
export function parseAccountWrap(bytes: Bytes): AccountWrap {
  const r = new Reader(bytes);
  r.magic('CCPW');
  const kind = r.oneOf(WRAP_KIND);
  const account = r.take(16);
  const head = bytes.slice(0, r.at);
  const nonce = r.take(12);
  const ct = r.take(48);
  r.end();
  return { kind, account, head, nonce, ct };
}
