import { isPinned } from '@beistand/crypto';
import {
  ACCOUNT_KIND,
  type Bytes,
  extendLog,
  fromBase64url,
  hex,
  type LogEntry,
  parseLogEntry,
  Refused,
  same,
  toBase64url,
  type View,
} from '@beistand/wire';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';
import { Stop } from '../stop.ts';
import { type Bundled, bundlesOf, fetchBundles } from './bundles.ts';

/** A centre's log as far as it was verified: entry by entry, with the view after each. */
export type CentreLog = { entries: LogEntry[]; views: View[] };

type Reader = Bundled & Pick<Self, 'logs'>;

/** Kids whose bundles the rules read when this entry is folded in. */
function kidsOf(entry: LogEntry): Bytes[] {
  const { change } = entry;
  const named = change.type === 'create' ? change.staff : change.type === 'staffing' ? [change] : [];
  return [entry.signerKid, ...named.filter(({ bits }) => bits !== 0).map(({ kid }) => kid)];
}

/**
 * Fetches and verifies what is new of a centre's log. Throws `Stop('LOG_WITHHELD')` when the answer doesn't continue
 * what this client has verified: an honest server's log only grows.
 */
export async function syncLog(self: Reader, centre: Bytes): Promise<CentreLog> {
  const name = hex(centre);
  const known = self.logs.get(name) ?? { entries: [], views: [] };
  const answer = await call(self.world, 'readLog', {
    centre: toBase64url(centre),
    from: known.entries.length,
  });
  const entries = await Promise.all(answer.entries.map((bytes) => parseLogEntry(fromBase64url(bytes))));
  await fetchBundles(self, entries.flatMap(kidsOf));
  const next: CentreLog = { entries: [...known.entries], views: [...known.views] };
  for (const entry of entries) {
    // Two syncs at once may have fetched the same entries.
    if (entry.idx < next.entries.length && same(entry.hash, next.entries[entry.idx]!.hash)) continue;
    next.views.push(extendLog(next.views.at(-1) ?? null, entry, bundlesOf(self)));
    next.entries.push(entry);
  }
  const first = next.entries[0];
  if (!first || !same(first.centre, centre)) throw new Stop('LOG_WITHHELD');
  const current = self.logs.get(name);
  if (current && current.entries.length >= next.entries.length) return current;
  self.logs.set(name, next);
  return next;
}

/** Throws `Stop('FALSE_CENTRE')` unless the log begins with the CREATE that a link's `#k=` or the pinned state names. */
export function checkPin(log: CentreLog, pin: { written?: string | null; createHash?: Bytes | null }): void {
  const { hash } = log.entries[0]!;
  const isGenuine =
    (!pin.written || isPinned(pin.written, hash)) && (!pin.createHash || same(pin.createHash, hash));
  if (!isGenuine) throw new Stop('FALSE_CENTRE');
}

export const newestView = (log: CentreLog): View => log.views.at(-1)!;

/** The view a record stands on; fetches the log when this client's is shorter. `LOG_WITHHELD` when it isn't served. */
export async function viewAt(self: Reader, centre: Bytes, idx: number): Promise<View> {
  const known = self.logs.get(hex(centre))?.views[idx];
  const view = known ?? (await syncLog(self, centre)).views[idx];
  if (!view) throw new Stop('LOG_WITHHELD');
  return view;
}

export const isPaper = (self: Bundled, kid: Bytes): boolean => {
  const bundle = bundlesOf(self)(kid);
  if (!bundle) throw new Refused('AKB');
  return bundle.kind === ACCOUNT_KIND.paper;
};
