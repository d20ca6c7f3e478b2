// AKB, the account key bundle: who an account is, signed by itself. 1,342 bytes, fetched and named by its kid.
import { type Bytes, cat, Reader, u8, u64, utf8 } from '../bytes.ts';
import { checkSignature, hash } from '../labels.ts';

export const ACCOUNT_KIND = { seeker: 1, staff: 2, paper: 3 } as const;
export type AccountKind = (typeof ACCOUNT_KIND)[keyof typeof ACCOUNT_KIND];

export type AccountBundleFields = {
  /** 16 random bytes drawn by the client */
  account: Bytes;
  kind: AccountKind;
  /** Ed25519, 32 bytes */
  edPk: Bytes;
  /** X-Wing (ML-KEM-768 and X25519), 1,216 bytes */
  xwPk: Bytes;
  /** milliseconds since 1970, the client's word */
  createdAt: number;
};
export type AccountBundle = AccountBundleFields & { bytes: Bytes; kid: Bytes };

/** Already verified bundles by kid; the rules never fetch. */
export type Bundles = (kid: Bytes) => AccountBundle | undefined;

export const ACCOUNT_BUNDLE_BYTES = 1342;

/** The first 1,278 bytes: what is signed under `akb` and hashed to the kid. */
export const accountBundleBody = (fields: AccountBundleFields): Bytes =>
  cat(utf8('CCPA'), u8(1), fields.account, u8(fields.kind), fields.edPk, fields.xwPk, u64(fields.createdAt));

/** Throws `FORMAT`, `SUITE`, or `SIGNATURE` when the bundle wasn't signed by its own key. */
export async function parseAccountBundle(bytes: Bytes): Promise<AccountBundle> {
  const r = new Reader(bytes);
  r.magic('CCPA');
  const account = r.take(16);
  const kind = r.oneOf(ACCOUNT_KIND);
  const edPk = r.take(32);
  const xwPk = r.take(1216);
  const createdAt = r.uint(8);
  const body = bytes.slice(0, r.at);
  const sig = r.take(64);
  r.end();
  const kid = await hash('kid', body);
  checkSignature(edPk, 'akb', body, sig);
  return { bytes, account, kind, edPk, xwPk, createdAt, kid };
}

/** The id of an inbox or vault key. */
export const keyId = (xwPk: Bytes): Promise<Bytes> => hash('kid', xwPk);
