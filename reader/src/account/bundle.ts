import { hex } from '../bytes/compare.ts';
import { type Bytes, join, u8, u64, utf8 } from '../bytes/join.ts';
import { read, readMagic } from '../bytes/read.ts';
import { hash } from '../primitive/hash.ts';
import { sign, signingPublicKey, verify } from '../primitive/sign.ts';
import { kemPublicKey } from '../primitive/xwing.ts';
import { refuse } from '../refuse.ts';
import { seedsOf } from './keys.ts';

export type AccountKind = 1 | 2 | 3;
export type Bundle = {
  kid: Bytes;
  account: Bytes;
  kind: AccountKind;
  signId: Bytes;
  sealId: Bytes;
  createdAt: number;
};

export function makeBundle(
  masterKey: Uint8Array,
  { account, kind, createdAt }: { account: Uint8Array; kind: AccountKind; createdAt: number },
): Bytes {
  const { signKey, openKey } = seedsOf(masterKey);
  const body = join(
    utf8('CCPA'),
    u8(1),
    account,
    u8(kind),
    signingPublicKey(signKey),
    kemPublicKey(openKey),
    u64(createdAt),
  );
  return join(body, sign(signKey, 'akb', body));
}

/** Parsed and checked against its own signature. */
export function readBundle(bytes: Uint8Array): Bundle {
  const cursor = read(bytes);
  readMagic(cursor, 'CCPA');
  const account = cursor.take(16);
  const kind = cursor.oneOf<AccountKind>(1, 2, 3);
  const signId = cursor.take(32);
  const sealId = cursor.take(1216);
  const createdAt = cursor.number(8);
  const signature = cursor.take(64);
  cursor.end();
  const body = bytes.subarray(0, 1278);
  verify(signId, 'akb', body, signature);
  return { kid: hash('kid', body), account, kind, signId, sealId, createdAt };
}

/** Bundles by kid; null is a kid nobody could show a bundle for. */
export type Bundles = (kid: Uint8Array) => Bundle | null;

export function bundlesOf(bundles: readonly Bundle[]): Bundles {
  const byKid = new Map(bundles.map((bundle) => [hex(bundle.kid), bundle]));
  return (kid) => byKid.get(hex(kid)) ?? null;
}

export const bundleOf = (bundles: Bundles, kid: Uint8Array): Bundle => bundles(kid) ?? refuse('AKB');
