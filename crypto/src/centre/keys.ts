// Sits above hpke.ts: the inbox key (opens waiting enquiries) and the vault key (the last resort). Their
// public halves stand in the centre log; the seeds lie beside it, boxed for each person who may hold them.
//
// A box needs no signature: who opens it checks that the seed gives the public key of the log. That log may
// name a key that is another's, so box and prev are bound to the place they were made for as well.
// Source: protocol "Inbox, vault, paper, invitations".
import { type AccountBundle, type Bytes, type CentreKeyKind, cat, keyId, same, u8 } from '@beistand/wire';
import type { Account } from '../account/make.ts';
import { lock, NONCE_ONCE, unlock } from '../gcm.ts';
import { open, seal } from '../hpke.ts';
import { derive, NO_SALT } from '../kdf.ts';
import type { Random } from '../random.ts';
import { kemPair } from '../sodium.ts';
import { Unopened } from '../unopened.ts';

/** An inbox or vault key with its secret: `seed` 32 bytes, `publicKey` 1,216, `keyId` = H("kid", publicKey). */
export type CentreKey = { seed: Bytes; publicKey: Bytes; keyId: Bytes };

/** Where a key is held: `centre` 16 bytes, and what it is there. */
export type KeyPlace = { centre: Bytes; which: CentreKeyKind };

const placeBytes = ({ centre, which }: KeyPlace) => cat(centre, u8(which));

/** The key of a 32-byte seed; a new key is `centreKeyOf(random(32))`. */
export async function centreKeyOf(seed: Bytes): Promise<CentreKey> {
  const { publicKey } = await kemPair(seed);
  return { seed, publicKey, keyId: await keyId(publicKey) };
}

const boxContext = (place: KeyPlace, key: Bytes, person: Bytes) => cat(placeBytes(place), key, person);

/** centre_seeds.box: the seed for one person, bound to its place and both key ids. Refuses with BROKEN_KEY. */
export const boxCentreKey = (
  place: KeyPlace,
  key: CentreKey,
  person: AccountBundle,
  random: Random,
): Promise<Bytes> =>
  seal(person.xwPk, 'centre-key', boxContext(place, key.keyId, person.kid), key.seed, random);

/**
 * Opens one's own box for the key that the log calls `publicKey` at `place`. Refuses with UNREADABLE when the box is
 * for someone, something or somewhere else, or holds a seed of another key: nothing is ever sealed to a false key.
 */
export async function takeCentreKey(
  me: Account,
  place: KeyPlace,
  publicKey: Bytes,
  box: Bytes,
): Promise<CentreKey> {
  const context = boxContext(place, await keyId(publicKey), me.bundle.kid);
  return genuine(await open(me.openKey, 'centre-key', context, box), publicKey);
}

const previousKey = (place: KeyPlace, key: CentreKey, before: Bytes) =>
  derive(key.seed, NO_SALT, 'centre-prev', cat(placeBytes(place), key.keyId, before), 32);

/**
 * `prev`, 48 bytes beside a KEY entry: the seed before, for everyone who holds this one. A vault always
 * has it; an inbox only while a waiting enquiry still uses the older key.
 */
export async function linkPreviousKey(place: KeyPlace, key: CentreKey, before: CentreKey): Promise<Bytes> {
  return lock(await previousKey(place, key, before.keyId), NONCE_ONCE, before.seed);
}

/** The key before, checked against its public key in the log. Refuses with UNREADABLE. */
export async function takePreviousKey(
  place: KeyPlace,
  key: CentreKey,
  prev: Bytes,
  publicKeyBefore: Bytes,
): Promise<CentreKey> {
  const opener = await previousKey(place, key, await keyId(publicKeyBefore));
  return genuine(await unlock(opener, NONCE_ONCE, prev), publicKeyBefore);
}

async function genuine(seed: Bytes, publicKey: Bytes): Promise<CentreKey> {
  if (seed.length !== 32) throw new Unopened('UNREADABLE');
  const key = await centreKeyOf(seed);
  if (!same(key.publicKey, publicKey)) throw new Unopened('UNREADABLE');
  return key;
}
