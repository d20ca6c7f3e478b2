import { afterAll, describe, expect, test } from 'vitest';
import { codeOf } from './refuse.ts';
import { kinds } from './testing/kinds.ts';
import { kindsOnDisk, mutate, vectorsOf } from './testing/vector.ts';

const counts: Record<string, { made: number; refused: number }> = {};

afterAll(() => {
  const lines = Object.entries(counts).map(
    ([kind, { made, refused }]) => `${kind}: ${made} made and read, ${refused} refused`,
  );
  process.stdout.write(`${lines.join('\n')}\n`);
});

test('R3: the reader knows every kind there are vectors of, and no other', () => {
  expect(Object.keys(kinds).sort()).toEqual(kindsOnDisk());
});

describe.each(Object.entries(kinds))('R3: %s', (name, kind) => {
  const vectors = vectorsOf(name);

  test('makes the bytes of each vector and reads them', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(5);
    for (const { in: given, out } of vectors) {
      expect(kind.make(given)).toEqual(out);
      kind.read(given, out);
    }
    counts[name] = { made: vectors.length, refused: 0 };
  });

  test('refuses each bad one with its code', () => {
    let refused = 0;
    for (const vector of vectors) {
      for (const { mut, expect: wanted } of vector.bad) {
        const bad = mutate(vector, mut);
        let code: string | null = null;
        try {
          kind.read(bad.in, bad.out);
        } catch (error) {
          code = codeOf(error) ?? String(error);
        }
        expect(`${mut}: ${code}`).toBe(`${mut}: ${wanted}`);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(0);
    counts[name] = { made: vectors.length, refused };
  });
});
