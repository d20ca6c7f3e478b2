import type { Bytes } from '../bytes/join.ts';
import { derive, none } from '../primitive/hash.ts';

/** Both seeds an account follows from. */
export const seedsOf = (masterKey: Uint8Array): { signKey: Bytes; openKey: Bytes } => ({
  signKey: derive(masterKey, none, 'acct-sign', none, 32),
  openKey: derive(masterKey, none, 'acct-kem', none, 32),
});
