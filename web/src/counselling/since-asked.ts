type Act<T> = (list: T) => T;

/**
 * What the person did themselves while an answer was under way that doesn't know of it yet: it is done to that answer
 * once more, so that a sent draft doesn't come back and a taken enquiry doesn't leave.
 */
export function sinceAsked<T>(): {
  ask: () => void;
  did: (act: Act<T>) => Act<T>;
  redo: Act<T>;
} {
  let acts: Act<T>[] | null = null;
  return {
    /** An answer is asked for now. */
    ask: () => {
      acts = [];
    },
    /** Hands the act on, to be done to what is shown. */
    did: (act) => {
      acts?.push(act);
      return act;
    },
    /** The answer has come. */
    redo: (list) => (acts ?? []).reduce((done, act) => act(done), list),
  };
}
