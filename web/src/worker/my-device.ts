/** Names nobody; says only that it is worth asking the worker, and from which side. */
const KEY = 'd';

export type Side = 'seeker' | 'staff';

function storage<T>(act: (storage: Storage) => T, otherwise: T): T {
  try {
    return act(localStorage);
  } catch {
    // A browser that stores nothing keeps nobody signed in.
    return otherwise;
  }
}

/** Whether somebody on that side said that this is their device. */
export const isMine = (side: Side): boolean => storage((kept) => kept.getItem(KEY) === side, false);

export const noteMine = (side: Side | null): void =>
  storage((kept) => (side ? kept.setItem(KEY, side) : kept.removeItem(KEY)), undefined);
