import { same } from '../bytes/compare.ts';
import { type Bytes, join } from '../bytes/join.ts';
import { open, seal, zeroNonce } from '../primitive/gcm.ts';
import { derive, none } from '../primitive/hash.ts';
import { infoOf, openBase, sealBase } from '../primitive/hpke.ts';
import { kemPublicKey } from '../primitive/xwing.ts';
import { insist } from '../refuse.ts';
import { centreKid } from './view.ts';

export type BoxPlace = { keyKid: Uint8Array; personKid: Uint8Array };
const infoOfBox = ({ keyKid, personKid }: BoxPlace) => infoOf('centre-key', join(keyKid, personKid));

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

const prevKey = (seed: Uint8Array, kid: Uint8Array) => derive(seed, none, 'centre-prev', kid, 32);

/** The seed before, sealed beside the newer key. */
export const sealPrev = (newer: Uint8Array, older: Uint8Array): Bytes =>
  seal(prevKey(newer, centreKid(kemPublicKey(newer))), zeroNonce, older);

export function openPrev(prev: Uint8Array, newer: Uint8Array, olderKid: Uint8Array): Bytes {
  const older = open(prevKey(newer, centreKid(kemPublicKey(newer))), zeroNonce, prev);
  insistOnKid(older, olderKid);
  return older;
}
