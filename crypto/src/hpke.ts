// The only file that imports @hpke/core: sealing to a public key. The key schedule is the library's, the
// KEM is libsodium's X-Wing, so a box is safe as long as X25519 *or* ML-KEM-768 holds (T7 of
// protocol "Against whom").
//
// Sources: RFC 9180 in base mode, KEM 0x647A (X-Wing), KDF 0x0001 (HKDF-SHA-256), AEAD 0x0002
// (AES-256-GCM). Base mode says nothing about the sender: what is sealed here is always bound to
// something signed, or checked against a commitment.
import { type Bytes, cat, type Label, lab, Refused } from '@beistand/wire';
import {
  Aes256Gcm,
  CipherSuite,
  HkdfSha256,
  type KemInterface,
  OpenError,
  type RecipientContextParams,
  type SenderContextParams,
} from '@hpke/core';
import type { Random } from './random.ts';
import { decapsulate, encapsulate } from './sodium.ts';
import { Unopened } from './unopened.ts';

/** Bytes of the encapsulated key in front of every box. */
const ENC = 1120;
const TAG = 16;
const ENCAPSULATION_RANDOMNESS = 64;

/** Keys travel through the library as raw bytes; it hands them on to the KEM without looking. */
const asLibraryKey = (key: Bytes) => key as never;
const asBytes = (key: unknown) => key as Bytes;

const xWing = {
  id: 0x647a,
  secretSize: 32,
  encSize: ENC,
  publicKeySize: 1216,
  privateKeySize: 32,
  async encap({ recipientPublicKey, ekm }: SenderContextParams) {
    try {
      const { enc, sharedSecret } = await encapsulate(asBytes(recipientPublicKey), asBytes(ekm));
      return { enc: enc.buffer, sharedSecret: sharedSecret.buffer };
    } catch {
      throw new Refused('BROKEN_KEY');
    }
  },
  async decap({ enc, recipientKey }: RecipientContextParams) {
    try {
      return (await decapsulate(asBytes(recipientKey), asBytes(enc))).buffer;
    } catch {
      throw new Unopened('UNREADABLE');
    }
  },
};

const suite = new CipherSuite({
  // The cast leaves out the library's key import and export: a context calls encap and decap alone.
  kem: xWing as unknown as KemInterface,
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/**
 * `SEAL(pk, label, ctx, pt)` = enc[1120] ‖ ct[|pt| + 16], one single-use context per box.
 *
 * `publicKey` 1,216 bytes. Refuses with BROKEN_KEY when nothing can be sealed to it (ML-KEM coefficients
 * out of range, small-order X25519, wrong length): that person can't be added to anything.
 */
export async function seal(
  publicKey: Bytes,
  label: Label,
  context: Bytes,
  plain: Bytes,
  random: Random,
): Promise<Bytes> {
  const sender = await suite.createSenderContext({
    recipientPublicKey: asLibraryKey(publicKey),
    info: cat(lab(label), context),
    ekm: random(ENCAPSULATION_RANDOMNESS),
  });
  return cat(new Uint8Array(sender.enc), new Uint8Array(await sender.seal(plain)));
}

/**
 * What `seal` sealed, for the 32-byte secret key. Refuses with UNREADABLE when the box is not for this
 * key, label and context, or was changed.
 */
export async function open(secretKey: Bytes, label: Label, context: Bytes, box: Bytes): Promise<Bytes> {
  if (box.length < ENC + TAG) throw new Unopened('UNREADABLE');
  const recipient = await suite.createRecipientContext({
    recipientKey: asLibraryKey(secretKey),
    enc: box.slice(0, ENC),
    info: cat(lab(label), context),
  });
  try {
    return new Uint8Array(await recipient.open(box.slice(ENC)));
  } catch (error) {
    if (error instanceof OpenError) throw new Unopened('UNREADABLE');
    throw error;
  }
}
