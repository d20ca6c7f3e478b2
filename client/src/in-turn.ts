/** Something whose acts run one after the other. */
export type Turns = { queue: Promise<unknown> };

/** Runs after whatever is under way there; a failure is the caller's and doesn't stop the queue. */
export function inTurn<T>(turns: Turns, act: () => Promise<T>): Promise<T> {
  const turn = turns.queue.then(act, act);
  turns.queue = turn.catch(() => undefined);
  return turn;
}
