type Row = { conversation: string };

/**
 * A list that doesn't move under the pointer. What was drawn and what the server says now meet again when the person
 * asks for it, or when nothing is shown that could move.
 */
export type StableList<T> = {
  /** Every row that is drawn or waits, by conversation: there is one of each. */
  rows: ReadonlyMap<string, T>;
  /** What was drawn, in its order. */
  shown: readonly string[];
  /** What the server says now, in its order. */
  newest: readonly string[];
  /** How many of the server's pages this is. */
  pages: number;
  /** Where the next page begins; null at the end of the list. */
  next: string | null;
};

export const emptyList: StableList<never> = {
  rows: new Map<string, never>(),
  shown: [],
  newest: [],
  pages: 1,
  next: null,
};

export type Pages<T> = { rows: readonly T[]; pages: number; next: string | null };

/** As many pages as are wanted, or as there are; each begins where the one before it ended. */
export async function readPages<T>(
  read: (after?: string) => Promise<{ rows: readonly T[]; next: string | null }>,
  wanted: number,
): Promise<Pages<T>> {
  let { rows, next } = await read();
  let pages = 1;
  for (; next !== null && pages < wanted; pages++) {
    const page = await read(next);
    rows = [...rows, ...page.rows];
    next = page.next;
  }
  return { rows, pages, next };
}

/**
 * Takes what the server says now. What is shown keeps its place and gets its newest content. `isBehind`: whether a row
 * may come after the last one read; such a row was pushed off the page by newer ones and is still there.
 */
export function takeNewest<T extends Row>(
  list: StableList<T>,
  { rows: read, pages, next }: Pages<T>,
  isBehind: (row: T, last: T) => boolean,
  merge: (fresh: T, before: T | undefined) => T = (fresh) => fresh,
  /** What stays of a row that is shown and gone. */
  fade: (row: T) => T = (row) => row,
): StableList<T> {
  const rows = new Map<string, T>();
  for (const row of read) rows.set(row.conversation, merge(row, list.rows.get(row.conversation)));
  const last = read.at(-1);
  for (const id of list.newest) {
    const row = list.rows.get(id)!;
    if (next !== null && last && !rows.has(id) && isBehind(row, last)) rows.set(id, row);
  }
  const newest = [...rows.keys()];
  if (!list.shown.some((id) => rows.has(id))) return { rows, shown: newest, newest, pages, next };
  for (const id of list.shown) if (!rows.has(id)) rows.set(id, fade(list.rows.get(id)!));
  const drawn = new Set(list.shown);
  const more = newest.slice(newest.findLastIndex((id) => drawn.has(id)) + 1);
  // The next page is no news: it goes below what is shown and moves nothing.
  return { rows, shown: list.next === null ? list.shown : [...list.shown, ...more], newest, pages, next };
}

/** Draws the newest list as it is. */
export const showNewest = <T>(list: StableList<T>): StableList<T> => ({ ...list, shown: list.newest });

export const shownRows = <T>({ rows, shown }: StableList<T>): T[] => shown.map((id) => rows.get(id)!);
export const newestRows = <T>({ rows, newest }: StableList<T>): T[] => newest.map((id) => rows.get(id)!);

/** How many rows came since and wait above the list. */
export function heldBack<T>({ shown, newest }: StableList<T>): number {
  const drawn = new Set(shown);
  return newest.filter((id) => !drawn.has(id)).length;
}

/** Whether a shown row is no longer in the newest list. */
export const isGone = <T>({ newest }: StableList<T>, id: string): boolean => !newest.includes(id);

/** Takes a row out at once: the person did that themselves. */
export function without<T>(list: StableList<T>, id: string): StableList<T> {
  const others = (ids: readonly string[]): readonly string[] => ids.filter((one) => one !== id);
  return { ...list, shown: others(list.shown), newest: others(list.newest) };
}

/** Changes one row, wherever it stands. */
export function changeRow<T>(list: StableList<T>, id: string, change: (row: T) => T): StableList<T> {
  const row = list.rows.get(id);
  return row === undefined ? list : { ...list, rows: new Map(list.rows).set(id, change(row)) };
}

/** Puts a row on top at once: the person did that themselves. One that is there already stays as it is, and is drawn. */
export function withOnTop<T extends Row>(list: StableList<T>, row: T): StableList<T> {
  const { conversation: id } = row;
  const onTop = (ids: readonly string[]): readonly string[] => (ids.includes(id) ? ids : [id, ...ids]);
  const rows = new Map(list.rows).set(id, (list.newest.includes(id) && list.rows.get(id)) || row);
  return { ...list, rows, shown: onTop(list.shown), newest: onTop(list.newest) };
}
