import { toBuffer, toText } from './codec.ts';
import { refuse } from './refuse.ts';

/** Where a page sorted by an instant and an id ended, opaque to callers. */
export const pageMark = (at: Date, id: Uint8Array): string => `${at.getTime()}.${toText(id)}`;

/** Null for the first page; `FORMAT` for anything that isn't a mark of ours. */
export function pageAfter(mark: string | undefined): { at: Date; id: Buffer<ArrayBuffer> } | null {
  if (mark === undefined) return null;
  const parts = /^(\d{1,16})\.([A-Za-z0-9_-]{22})$/.exec(mark) ?? refuse('FORMAT');
  const [at, id] = [new Date(Number(parts[1])), toBuffer(parts[2]!)];
  // Nothing that would be written otherwise: another spelling of the hour or the id, or an hour that no date has.
  return pageMark(at, id) === mark ? { at, id } : refuse('FORMAT');
}

/** At least one, at most `most`. */
export const pageSize = (asked: number | undefined, most: number): number =>
  Math.max(1, Math.min(asked ?? most, most));
