import { type Bytes, extendLog, hex, type LogEntry, parseLogEntry, same, type View } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';
import { bundlesOf } from './bundles.ts';

/** The newest view of each centre this process has asked for. The head in the row says whether it still holds. */
const views = new Map<string, View>();
const mostKept = 5_000;

/** Where a centre's log stands: a row of `centres`. */
export type LogHead = { id: Bytes; log_idx: number; log_hash: Bytes | null };

/** The newest view of a centre's log; null for a centre that is unknown here or has no log yet. */
export async function viewOfCentre(tenant: Tenant, centre: Bytes): Promise<View | null> {
  const head = await tenant
    .selectFrom('centres')
    .select(['id', 'log_idx', 'log_hash'])
    .where('id', '=', centre)
    .executeTakeFirst();
  return head ? viewAtHead(tenant, head) : null;
}

/** The same for a head already read, for instance under a lock. */
export async function viewAtHead(tenant: Tenant, head: LogHead): Promise<View | null> {
  if (!head.log_hash) return null;
  const name = hex(head.id);
  const known = views.get(name);
  if (known && same(known.hash, head.log_hash)) return known;
  // What this process knows may be a fork of what is stored (a restored database): then everything is folded again.
  const start = known && (await holds(tenant, head, known)) ? known : null;
  const view = await fold(tenant, start, await entriesAfter(tenant, head, start?.idx ?? -1));
  if (!view || !same(view.hash, head.log_hash))
    throw new Error('a stored centre log does not lead to its head');
  if (!known && views.size >= mostKept) views.delete(views.keys().next().value!);
  views.set(name, view);
  return view;
}

async function holds(tenant: Tenant, head: LogHead, view: View): Promise<boolean> {
  const row = await tenant
    .selectFrom('centre_log')
    .select('hash')
    .where('centre_id', '=', head.id)
    .where('idx', '=', view.idx)
    .executeTakeFirst();
  return row !== undefined && same(row.hash, view.hash);
}

async function entriesAfter(tenant: Tenant, head: LogHead, idx: number): Promise<LogEntry[]> {
  const rows = await tenant
    .selectFrom('centre_log')
    .select('bytes')
    .where('centre_id', '=', head.id)
    .where('idx', '>', idx)
    .where('idx', '<=', head.log_idx)
    .orderBy('idx')
    .execute();
  return Promise.all(rows.map(({ bytes }) => parseLogEntry(bytes)));
}

async function fold(tenant: Tenant, start: View | null, entries: LogEntry[]): Promise<View | null> {
  const bundles = await bundlesOf(tenant, kidsOf(start, entries));
  return entries.reduce<View | null>((view, entry) => extendLog(view, entry, bundles), start);
}

/** Every key the log rules may ask about when these entries are folded. */
export const kidsOf = (view: View | null, entries: readonly LogEntry[]): Bytes[] => [
  ...(view?.staff ?? []).map(({ kid }) => kid),
  ...entries.flatMap(({ signerKid, change }) => [
    signerKid,
    ...(change.type === 'create' ? change.staff.map(({ kid }) => kid) : []),
    ...(change.type === 'staffing' ? [change.kid] : []),
  ]),
];
