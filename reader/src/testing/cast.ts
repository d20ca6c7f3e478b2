import { type AccountKind, type Bundle, makeBundle, readBundle } from '../account/bundle.ts';
import { seedsOf } from '../account/keys.ts';
import type { Bytes } from '../bytes/join.ts';
import { zeros } from '../bytes/join.ts';
import { type Act, hashEntry, type KeyKind, makeEntry, type Staff } from '../centre/entry.ts';
import { kemPublicKey } from '../primitive/xwing.ts';
import type { Draws } from './draws.ts';

export type Person = {
  masterKey: Bytes;
  signKey: Bytes;
  openKey: Bytes;
  bytes: Bytes;
  bundle: Bundle;
};

export function personOf(draws: Draws, kind: AccountKind, masterKey: Bytes = draws.bytes(32)): Person {
  const bytes = makeBundle(masterKey, { account: draws.bytes(16), kind, createdAt: draws.upTo(2 ** 31) });
  return { masterKey, ...seedsOf(masterKey), bytes, bundle: readBundle(bytes) };
}

export const staffOf = ({ bundle: { kid, account } }: Person, bits: number): Staff => ({
  kid,
  account,
  bits,
});

/** A centre's log as it grows; `seeds` are those of all keys it ever had. */
export type Centre = { id: Bytes; entries: Bytes[]; seeds: Bytes[] };

export function appendEntry(centre: Centre, by: Person, act: Act): Bytes {
  const before = centre.entries.at(-1);
  const entry = makeEntry(by.signKey, act, {
    centre: centre.id,
    index: centre.entries.length,
    prev: before === undefined ? zeros(32) : hashEntry(before),
    at: 1_767_225_600_000,
    signer: by.bundle.kid,
  });
  centre.entries.push(entry);
  return entry;
}

export function appendKey(centre: Centre, by: Person, which: KeyKind, seed: Bytes): Bytes {
  centre.seeds.push(seed);
  return appendEntry(centre, by, { type: 'key', which, publicKey: kemPublicKey(seed) });
}
