// What a run has seen, by name.
export type Counts = {
  verbs: Map<string, number>;
  lies: Map<string, number>;
  forgeries: Map<string, number>;
  found: Map<string, number>;
};
export const newCounts = (): Counts => ({
  verbs: new Map(),
  lies: new Map(),
  forgeries: new Map(),
  found: new Map(),
});
export const count = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1);
};
