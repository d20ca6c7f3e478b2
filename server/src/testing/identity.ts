import { randomBytes } from 'node:crypto';
import {
  type AccountBundle,
  type AccountKind,
  accountBundleBody,
  type Bytes,
  cat,
  type Label,
  lab,
  parseAccountBundle,
} from '@beistand/wire';
import sodium from 'libsodium-wrappers';

export const random = (length: number): Bytes => Uint8Array.from(randomBytes(length));

/** Somebody's keys: what a signature of theirs is made with. Nothing on the server's side can open what is sealed to them. */
export type Identity = {
  bundle: AccountBundle;
  account: Bytes;
  kid: Bytes;
  sign: (label: Label, signed: Bytes) => Bytes;
};

export async function newIdentity(kind: AccountKind): Promise<Identity> {
  await sodium.ready;
  const signing = sodium.crypto_sign_keypair();
  const sign = (label: Label, signed: Bytes): Bytes =>
    Uint8Array.from(sodium.crypto_sign_detached(cat(lab(label), signed), signing.privateKey));
  const body = accountBundleBody({
    account: random(16),
    kind,
    edPk: Uint8Array.from(signing.publicKey),
    xwPk: newSealingKey(),
    createdAt: Date.now(),
  });
  const bundle = await parseAccountBundle(cat(body, sign('akb', body)));
  return { bundle, account: bundle.account, kid: bundle.kid, sign };
}

/** A well-formed X-Wing public key whose secret half is thrown away. */
export const newSealingKey = (): Bytes => Uint8Array.from(sodium.crypto_kem_xwing_keypair().publicKey);
