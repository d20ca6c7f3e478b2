/**
 * A list that doesn't move under the pointer: `shown` is what was drawn, in its order; `newest` what the server says
 * now. The two meet again when the person asks for it, or when nothing is shown that could move.
 */
export type StableList<T> = { shown: readonly T[]; newest: readonly T[] };

export const emptyList = { shown: [], newest: [] } as const;

type Id<T> = (row: T) => string;

/** Takes the server's newest list. What is shown keeps its place and gets its newest content. */
export function takeNewest<T>(list: StableList<T>, newest: readonly T[], idOf: Id<T>): StableList<T> {
  const byId = new Map(newest.map((row) => [idOf(row), row]));
  const isStillSomething = list.shown.some((row) => byId.has(idOf(row)));
  if (!isStillSomething) return { shown: newest, newest };
  return { shown: list.shown.map((row) => byId.get(idOf(row)) ?? row), newest };
}

/** Draws the newest list as it is. */
export const showNewest = <T>(list: StableList<T>): StableList<T> => ({ ...list, shown: list.newest });

/** Rows that came since and wait above the list. */
export function heldBack<T>({ shown, newest }: StableList<T>, idOf: Id<T>): readonly T[] {
  const known = new Set(shown.map(idOf));
  return newest.filter((row) => !known.has(idOf(row)));
}

/** Whether a shown row is no longer in the newest list. */
export const isGone = <T>({ newest }: StableList<T>, id: string, idOf: Id<T>): boolean =>
  !newest.some((row) => idOf(row) === id);

/** Takes a row out at once: the person did that themselves. */
export function without<T>({ shown, newest }: StableList<T>, id: string, idOf: Id<T>): StableList<T> {
  const others = (rows: readonly T[]): readonly T[] => rows.filter((row) => idOf(row) !== id);
  return { shown: others(shown), newest: others(newest) };
}
