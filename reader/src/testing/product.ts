import {
  type AccountBundle,
  type Bundles,
  extendLog,
  judgeSignal,
  newStream,
  parseAccountBundle,
  parseErasedMessage,
  parseLogEntry,
  parseMessage,
  parseRecord,
  parseSignal,
  takeMessage,
  takeRecord,
  type View,
} from '@beistand/wire';
import { hex } from '../bytes/compare.ts';
import type { Bytes } from '../bytes/join.ts';
import type { Person } from './cast.ts';

/** The first implementation behind the same three doors; only bytes go in, only verdicts and views come out. */
export async function productBundles(people: readonly Person[]): Promise<Bundles> {
  const parsed = await Promise.all(people.map(({ bytes }) => parseAccountBundle(bytes)));
  const byKid = new Map(parsed.map((bundle): [string, AccountBundle] => [hex(bundle.kid), bundle]));
  return (kid) => byKid.get(hex(kid));
}

export const extendProduct = async (view: View | null, entry: Bytes, bundles: Bundles): Promise<View> =>
  extendLog(view, await parseLogEntry(entry), bundles);

export async function productViews(entries: readonly Bytes[], bundles: Bundles): Promise<View[]> {
  const views: View[] = [];
  for (const entry of entries) views.push(await extendProduct(views.at(-1) ?? null, entry, bundles));
  return views;
}

export type ProductStream = ReturnType<typeof newStream>;
export const productStream = newStream;

/** Judges, and appends when nothing speaks against it. */
export async function takeProductRecord(
  stream: ProductStream,
  bytes: Bytes,
  viewAt: (centre: Bytes, index: number) => View | undefined,
  bundles: Bundles,
): Promise<void> {
  const record = await parseRecord(bytes);
  const view = viewAt(record.centre, record.logIdx);
  if (view === undefined) throw Object.assign(new Error('LOG'), { code: 'LOG' });
  await takeRecord(stream, record, { view, bundles });
}

/** Judges and forgets, as signals are. */
export const hearProductSignal = async (
  stream: ProductStream,
  bytes: Bytes,
  seenIds: ReadonlySet<string>,
  bundles: Bundles,
): Promise<void> => judgeSignal(stream, await parseSignal(bytes), seenIds, bundles);

export async function takeProductMessage(
  stream: ProductStream,
  bytes: Bytes,
  bundles: Bundles,
): Promise<void> {
  const message = bytes.length === 258 ? await parseErasedMessage(bytes) : await parseMessage(bytes);
  await takeMessage(stream, message, { bundles });
}
