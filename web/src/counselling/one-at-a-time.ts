/**
 * Runs an act once after the other, never twice at a time. Whoever asks while it runs shares the next run, so that its
 * answer is newer than their asking. `act` mustn't reject.
 */
export function oneAtATime(act: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve();
  let due: Promise<void> | null = null;
  return () => {
    due ??= last.then(() => {
      due = null;
      return act();
    });
    last = due;
    return due;
  };
}
