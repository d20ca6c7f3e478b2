import type { Contract, Output } from '@beistand/contract';
import { isPinned } from '@beistand/crypto';
import {
  type Bytes,
  extendLog,
  fromBase64url,
  hasStaleKey,
  hex,
  type LogEntry,
  parseLogEntry,
  Refused,
  same,
  toBase64url,
  type View,
} from '@beistand/wire';
import type { Self } from '../self.ts';
import { call, orCode } from '../server/call.ts';
import { isFounding, pinFounded, pinOf } from '../slot/state.ts';
import { Stop } from '../stop.ts';
import { type Bundled, bundlesOf, fetchBundles } from './bundles.ts';

/** A centre's log as far as it was verified: entry by entry, with the view after each. */
export type CentreLog = { entries: LogEntry[]; views: View[] };

/** Strangers have no state yet; whoever has one never takes in another centre's log under a pinned name. */
type Reader = Bundled & Pick<Self, 'logs'> & Partial<Pick<Self, 'state'>>;

/** Kids whose bundles the rules read when this entry is folded in. */
function kidsOf(entry: LogEntry): Bytes[] {
  const { change } = entry;
  const named = change.type === 'create' ? change.staff : change.type === 'staffing' ? [change] : [];
  return [entry.signerKid, ...named.filter(({ bits }) => bits !== 0).map(({ kid }) => kid)];
}

/**
 * Fetches and verifies what is new of a centre's log. Throws `Stop('LOG_WITHHELD')` when the answer doesn't continue
 * what this client has verified: an honest server's log only grows, and every entry in it holds.
 */
export async function syncLog(self: Reader, centre: Bytes): Promise<CentreLog> {
  const name = hex(centre);
  const known = self.logs.get(name) ?? { entries: [], views: [] };
  // The last known entry once more: a log that was rolled back or exchanged doesn't have it.
  const from = Math.max(0, known.entries.length - 1);
  const fetching = fetchLog(self, centre, from);
  const answer = known.entries.length > 0 ? await orCode(['NOT_FOUND'], fetching) : await fetching;
  const next = await continued(self, known, answer === 'NOT_FOUND' ? [] : answer);
  if (!same(next.entries[0]!.centre, centre)) throw new Stop('LOG_WITHHELD');
  // A right is taken away and its key replaced in one batch: what ends in between has been cut, and the key is void.
  if (hasStaleKey(newestView(next))) throw new Stop('LOG_WITHHELD', 'KEYS');
  if (self.state) checkPin(next, { createHash: pinOf(self.state, centre) });
  const current = self.logs.get(name);
  if (current && current.entries.length >= next.entries.length) return current;
  self.logs.set(name, next);
  return next;
}

/** Page after page. A page that leads nowhere on is the end, whatever the server says. */
async function fetchLog(self: Reader, centre: Bytes, from: number): Promise<string[]> {
  const entries: string[] = [];
  for (let at: number | null = from; at !== null; ) {
    const page: Output<Contract['readLog']> = await call(self.world, 'readLog', {
      centre: toBase64url(centre),
      from: at,
    });
    entries.push(...page.entries);
    at = page.next !== null && page.next > at ? page.next : null;
  }
  return entries;
}

/** The known log and what follows on its last entry. */
async function continued(self: Reader, known: CentreLog, served: string[]): Promise<CentreLog> {
  const next: CentreLog = { entries: [...known.entries], views: [...known.views] };
  try {
    const entries = await Promise.all(served.map((bytes) => parseLogEntry(fromBase64url(bytes))));
    const last = next.entries.at(-1);
    if (!entries[0] || (last && !same(entries[0].hash, last.hash))) throw new Stop('LOG_WITHHELD');
    const added = last ? entries.slice(1) : entries;
    await fetchBundles(self, added.flatMap(kidsOf));
    for (const entry of added) {
      next.views.push(extendLog(next.views.at(-1) ?? null, entry, bundlesOf(self)));
      next.entries.push(entry);
    }
    return next;
  } catch (error) {
    if (error instanceof Refused) throw new Stop('LOG_WITHHELD', error.code);
    throw error;
  }
}

/** Throws `Stop('FALSE_CENTRE')` unless the log begins with the CREATE that a link's `#k=` or the pinned state names. */
export function checkPin(log: CentreLog, pin: { written?: string | null; createHash?: Bytes | null }): void {
  const { hash } = log.entries[0]!;
  const isGenuine =
    (!pin.written || isPinned(pin.written, hash)) && (!pin.createHash || same(pin.createHash, hash));
  if (!isGenuine) throw new Stop('FALSE_CENTRE');
}

/**
 * The log of a centre that I came to: by its link, by its sheet, or as its founder. That another one is mine as well is
 * the server's word alone, and what a lead signs, seals and prints would be its: `Stop('FALSE_CENTRE')`.
 */
export async function syncMyLog(self: Self, centre: Bytes): Promise<CentreLog> {
  if (!pinOf(self.state, centre) && !isFounding(self.state, centre)) throw new Stop('FALSE_CENTRE');
  const log = await syncLog(self, centre);
  await pinFounded(self, centre, log.entries[0]!.hash);
  return log;
}

export const newestView = (log: CentreLog): View => log.views.at(-1)!;

/** The log up to where a record stands; fetched when this client's is shorter. `LOG_WITHHELD` when it isn't served. */
export async function logUpTo(self: Reader, centre: Bytes, idx: number): Promise<CentreLog> {
  const known = self.logs.get(hex(centre));
  if (known?.views[idx]) return known;
  const log = await orCode(['NOT_FOUND'], syncLog(self, centre));
  if (log === 'NOT_FOUND' || !log.views[idx]) throw new Stop('LOG_WITHHELD');
  return log;
}
