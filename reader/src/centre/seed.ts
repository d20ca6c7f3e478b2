import { same } from '../bytes/compare.ts';
import { type Bytes, join, u8 } from '../bytes/join.ts';
import { open, seal, zeroNonce } from '../primitive/gcm.ts';
import { derive, none } from '../primitive/hash.ts';
import { infoOf, openBase, sealBase } from '../primitive/hpke.ts';
import { kemPublicKey } from '../primitive/xwing.ts';
import { insist } from '../refuse.ts';
import type { KeyKind } from './entry.ts';
import { centreKid } from './view.ts';

/** Where a key is held, as its KEY entry says. */
export type KeyPlace = { centre: Uint8Array; which: KeyKind };
const placeBytes = ({ centre, which }: KeyPlace) => join(centre, u8(which));

export type BoxPlace = KeyPlace & { keyKid: Uint8Array; personKid: Uint8Array };
const infoOfBox = ({ keyKid, personKid, ...place }: BoxPlace) =>
  infoOf('centre-key', join(placeBytes(place), keyKid, personKid));

export const boxSeed = (
  seed: Uint8Array,
  person: Uint8Array,
  place: BoxPlace,
  encapsulation: Uint8Array,
): Bytes => sealBase(person, infoOfBox(place), seed, encapsulation);

const insistOnKid = (seed: Uint8Array, kid: Uint8Array) =>
  insist(same(centreKid(kemPublicKey(seed)), kid), 'UNREADABLE');

/** The seed, when it is the one the log's key follows from. */
export function openBox(box: Uint8Array, openKey: Uint8Array, place: BoxPlace): Bytes {
  const seed = openBase(openKey, infoOfBox(place), box);
  insist(seed.length === 32, 'UNREADABLE');
  insistOnKid(seed, place.keyKid);
  return seed;
}

const prevKey = (newer: Uint8Array, olderKid: Uint8Array, place: KeyPlace) => {
  const context = join(placeBytes(place), centreKid(kemPublicKey(newer)), olderKid);
  return derive(newer, none, 'centre-prev', context, 32);
};

/** The seed before, sealed beside the newer key. */
export const sealPrev = (newer: Uint8Array, older: Uint8Array, place: KeyPlace): Bytes =>
  seal(prevKey(newer, centreKid(kemPublicKey(older)), place), zeroNonce, older);

export function openPrev(prev: Uint8Array, newer: Uint8Array, olderKid: Uint8Array, place: KeyPlace): Bytes {
  const older = open(prevKey(newer, olderKid, place), zeroNonce, prev);
  insistOnKid(older, olderKid);
  return older;
}
