import {
  type AccountBundle,
  type Bundles,
  type Bytes,
  fromBase64url,
  hex,
  parseAccountBundle,
  Refused,
  same,
  toBase64url,
} from '@beistand/wire';
import type { Self } from '../self.ts';
import { call, orCode } from '../server/call.ts';

export type Bundled = Pick<Self, 'world' | 'bundles'>;

/** The lookup wire's rules read from. */
export const bundlesOf =
  (self: Bundled): Bundles =>
  (kid) =>
    self.bundles.get(hex(kid));

/** Fetches by hash and checks the hash: a bundle is never swapped. Throws `AKB` for one that is other or withheld. */
export async function bundleFor(self: Bundled, kid: Bytes): Promise<AccountBundle> {
  const known = self.bundles.get(hex(kid));
  if (known) return known;
  const answer = await orCode(['NOT_FOUND'], call(self.world, 'keyBundle', { key: toBase64url(kid) }));
  if (answer === 'NOT_FOUND') throw new Refused('AKB');
  const parsed = await parseAccountBundle(fromBase64url(answer.bundle));
  if (!same(parsed.kid, kid)) throw new Refused('AKB');
  self.bundles.set(hex(kid), parsed);
  return parsed;
}

export async function fetchBundles(self: Bundled, kids: readonly Bytes[]): Promise<void> {
  const missing = new Map(kids.filter((kid) => !self.bundles.has(hex(kid))).map((kid) => [hex(kid), kid]));
  await Promise.all([...missing.values()].map((kid) => bundleFor(self, kid)));
}
