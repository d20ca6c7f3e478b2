export type Keeping = {
  /** What stands there now; null while it is under way as a message: as a draft it would come back after it was sent. */
  read: () => string | null;
  /** Rejects when it couldn't be stored. */
  write: (text: string) => Promise<void>;
};

/**
 * Stores what is half written, one after the other, each with what stands there in its turn, so that a sent or deleted
 * text doesn't come back. What couldn't be stored is tried again with the next call. Answers whether all of it is stored.
 */
export function keepDraft(before: string, { read, write }: Keeping): () => Promise<boolean> {
  let stored = before;
  let last = Promise.resolve(true);
  const store = async (): Promise<boolean> => {
    const text = read();
    if (text === null || text === stored) return true;
    try {
      await write(text);
      stored = text;
      return true;
    } catch {
      // Offline or refused: the text still stands in the sheet, and whoever asked says that only there.
      return false;
    }
  };
  return () => {
    last = last.then(store);
    return last;
  };
}
