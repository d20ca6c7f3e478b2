import { type AccountBundle, type Bundles, type Bytes, hex, parseAccountBundle } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';

/** Parsed and verified once per process; a kid names its bytes, so an entry can't grow old. */
const verified = new Map<string, AccountBundle>();
const mostKept = 20_000;

/**
 * The bundles behind these kids, as far as this organisation has them, in the form the rules of `wire` read.
 * Presence is asked of the database every time, so the memory shared by all organisations says nothing about others.
 */
export async function bundlesOf(tenant: Tenant, kids: readonly Bytes[]): Promise<Bundles> {
  const found = new Map<string, AccountBundle>();
  const wanted = [...new Map(kids.map((kid) => [hex(kid), kid])).values()];
  if (wanted.length > 0) {
    const rows = await tenant
      .selectFrom('key_bundles')
      .select(['kid', 'bytes'])
      .where('kid', 'in', wanted)
      .execute();
    for (const { kid, bytes } of rows) found.set(hex(kid), await verify(hex(kid), bytes));
  }
  return (kid) => found.get(hex(kid));
}

/**
 * The same for kids that a stored record of this organisation names: they were found when it was stored, and bundles
 * are kept while anything names them, so what this process remembers needs no asking.
 */
export async function bundlesOfMembers(tenant: Tenant, kids: readonly Bytes[]): Promise<Bundles> {
  const isRemembered = kids.every((kid) => verified.has(hex(kid)));
  return isRemembered ? (kid) => verified.get(hex(kid)) : bundlesOf(tenant, kids);
}

async function verify(name: string, bytes: Bytes): Promise<AccountBundle> {
  const known = verified.get(name);
  if (known) return known;
  const bundle = await parseAccountBundle(bytes);
  if (verified.size >= mostKept) verified.delete(verified.keys().next().value!);
  verified.set(name, bundle);
  return bundle;
}
