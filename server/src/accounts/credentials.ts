import { type Bytes, parseAccountWrap, Refused, refuseUnless, same, WRAP_KIND } from '@beistand/wire';
import { toBuffer, toBytes } from '../http/codec.ts';
import { registrationBytes } from './opaque.ts';

/** What a password sets, as it is stored. */
export type PasswordPart = { registration: Bytes; wrap: Bytes };
export type RecoveryPart = { wrap: Bytes; key: Bytes };

function readWrap(text: string, kind: 'password' | 'recoveryCode', account: Bytes): Bytes {
  const bytes = toBytes(toBuffer(text));
  const wrap = parseAccountWrap(bytes);
  refuseUnless(wrap.kind === WRAP_KIND[kind] && same(wrap.account, account), 'FORMAT');
  return bytes;
}

/** Throws `FORMAT` unless record and wrap have their form and the wrap is the account's. */
export function readPassword(account: Bytes, registration: string, wrap: string): PasswordPart {
  const record = toBuffer(registration);
  if (record.length !== registrationBytes || record.toString('base64url') !== registration)
    throw new Refused('FORMAT');
  return { registration: record, wrap: readWrap(wrap, 'password', account) };
}

/** Throws `FORMAT` unless the wrap has its form and is the account's. */
export const readRecovery = (account: Bytes, wrap: string, key: string): RecoveryPart => ({
  wrap: readWrap(wrap, 'recoveryCode', account),
  key: toBuffer(key),
});
