import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { kinds } from './kinds/all.ts';
import { mutated, type Vector } from './vector.ts';

const here = new URL('.', import.meta.url);
const versions = readdirSync(here).filter((name) => /^v\d+$/.test(name));
const counted = { vectors: 0, refusals: 0 };

describe.each(versions)('vectors %s', (version) => {
  it('has a file for every kind and no other', () => {
    const files = readdirSync(new URL(`${version}/`, here)).sort();
    expect(files).toEqual(kinds.map(({ name }) => `${name}.json`).sort());
  });

  it.each(kinds)('$name: made again to the byte, read, and refused when changed', async (kind) => {
    const file = readFileSync(new URL(`${version}/${kind.name}.json`, here), 'utf8');
    const vectors: Vector[] = JSON.parse(file);
    expect(vectors.length).toBeGreaterThanOrEqual(5);
    for (const vector of vectors) {
      expect([vector.suite, vector.kind]).toEqual([1, kind.name]);
      expect(vector.bad.length).toBeGreaterThanOrEqual(3);
      expect(await kind.make(vector.in)).toEqual(vector.out);
      await kind.read(vector.in, vector.out);
      for (const { mut, expect: code } of vector.bad) {
        const bad = mutated(vector, mut);
        await expect(kind.read(bad.in, bad.out), mut).rejects.toMatchObject({ code });
        counted.refusals++;
      }
      counted.vectors++;
    }
  });
});

afterAll(() => {
  process.stdout.write(`${counted.vectors} vectors, ${counted.refusals} refusals\n`);
});
