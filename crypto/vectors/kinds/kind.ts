// What every kind of vector is: inputs with chosen randomness, the bytes they make, and a reader.
import { type AccountKind, type Bytes, fromHex, hex, same } from '@beistand/wire';
import { type Account, makeAccount, type Random } from '../../src/index.ts';
import type { Bad, Fields } from '../vector.ts';

export type Kind<In extends Fields, Out extends Fields> = {
  name: string;
  /** The product's own making of the bytes. */
  make(given: In): Promise<Out>;
  /** The product's own reading; throws the code a bad vector expects. */
  read(given: In, out: Out): Promise<void>;
  /** At least five, and at least three refusals each, stated by hand. */
  cases(random: Random): Promise<{ in: In; bad: Bad[] }[]> | { in: In; bad: Bad[] }[];
};

/** Forgets the shapes of one kind, so that all stand in one list; the JSON on disk has them by then. */
export const kind = <In extends Fields, Out extends Fields>(known: Kind<In, Out>): Kind<Fields, Fields> =>
  known as unknown as Kind<Fields, Fields>;

/** `refusals(['flip byte 0', 'FORMAT'], …)` reads better than objects. */
export const refusals = (...pairs: [mut: string, expect: string][]): Bad[] =>
  pairs.map(([mut, expect]) => ({ mut, expect }));

export type Person = { masterKey: string; account: string; kind: AccountKind; createdAt: number };

export const drawPerson = (random: Random, kind: AccountKind, createdAt: number): Person => ({
  masterKey: hex(random(32)),
  account: hex(random(16)),
  kind,
  createdAt,
});

export const accountOf = (person: Person): Promise<Account> =>
  makeAccount(fromHex(person.masterKey), {
    account: fromHex(person.account),
    kind: person.kind,
    createdAt: person.createdAt,
  });

/** For readers that compare where the format itself has nothing to refuse. */
export class Mismatch extends Error {
  readonly code = 'MISMATCH';
}

export function mustBe(made: Bytes, expected: string): void {
  if (!same(made, fromHex(expected))) throw new Mismatch('bytes differ');
}

/** The hour of every vector: 2026-01-01T00:00:00Z, in milliseconds. */
export const HOUR = 1_767_225_600_000;
