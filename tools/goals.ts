/** Where a figure of a bench program has to stand. `of: 'ratio'` judges it against the floor measured beside it. */
export type Goal = { name: string; of: 'figure' | 'ratio'; atMost?: number; atLeast?: number };

const atMost = (name: string, limit: number, of: Goal['of'] = 'figure'): Goal => ({
  name,
  of,
  atMost: limit,
});
const atLeast = (name: string, limit: number, of: Goal['of'] = 'figure'): Goal => ({
  name,
  of,
  atLeast: limit,
});

/** KB are 1,000 bytes: the stricter reading. */
export const goals: readonly Goal[] = [
  atMost('P1-p50', 1.5, 'ratio'),
  atMost('P1-p99', 2.5, 'ratio'),
  atLeast('P2-share', 0.7),
  atLeast('P2-bare', 0.3),
  atMost('P2-cpu-ms', 0.5),
  ...['lists', 'open', 'finder', 'send'].map((work) => atMost(`P3-${work}`, 1.3, 'ratio')),
  atMost('P4-socket-kb', 25),
  atMost('P4-p99', 2, 'ratio'),
  atMost('P5-topic-bytes', 30_000),
  atMost('P5-topic-ms', 700),
  ...['write', 'signin'].flatMap((page) => [
    atMost(`P5-${page}-bytes`, 95_000),
    atMost(`P5-${page}-ms`, 1_100),
    atMost(`P5-${page}-ms-20x`, 2_000),
    atMost(`P5-${page}-tbt-ms`, 20),
  ]),
  atMost('P5-inside-bytes', 220_000),
  atMost('P5-inside-ms', 2_500),
  atMost('P5-worker-bytes', 270_000),
  atMost('P6-page-ms', 300),
  atMost('P6-all', 3, 'ratio'),
  atMost('P7-ms', 250),
  atMost('P7-bytes', 100_000),
  atMost('P8-mb', 300),
  atMost('P8-start-s', 3),
  atMost('P9-errors', 0),
  atMost('P9-p99-ms', 150),
  atMost('P10-growth', 1.1, 'ratio'),
  atMost('P10-lost', 0),
];

/** Proofs by tests: every test whose title carries the id (`R7: …`) must pass, and there must be some. */
export const proofs: Readonly<Record<string, string>> = {
  R1: 'leak: no planted canary in any sink',
  R2: 'dump: nothing guessed, nothing opened',
  R3: 'vectors: every format, by a second reader',
  R4: 'model: histories against a hostile server',
  R5: 'kill: nothing lost, doubled or locked out',
  R6: 'rights: every endpoint × role × state',
  R7: 'races: exactly one effect',
  R8: 'bad input: 4xx with a code, never 5xx',
  R9: 'limits: both sides of each',
  R10: 'restore: readable with the secrets, closed without',
  R11: 'web: strict CSP and Trusted Types, nothing executes',
  R12: 'outage: refuses clearly, loses nothing, heals',
  R13: 'soak: memory flat, nothing lost',
  R14: 'account: known and unknown names look the same',
  R15: 'insider: every client refuses what was swapped',
};
