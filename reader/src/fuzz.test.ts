// Changed bytes before both readers: they take the same, refuse the same, and neither ever fails otherwise.
import { kinds as kindsOfProduct } from '@beistand/crypto/vectors';
import { fuzz, type Target } from '@beistand/wire/testing/fuzz';
import { expect, test } from 'vitest';
import { codeOf } from './refuse.ts';
import { kinds } from './testing/kinds.ts';
import { raw, text, type Vector, vectorsOf } from './testing/vector.ts';

const FULL = process.env.FULL === '1';
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

type Verdict = string | null;
/** Null when it is taken, else with which code it isn't. */
async function verdictOf(read: () => unknown): Promise<Verdict> {
  try {
    await read();
    return null;
  } catch (error) {
    const code = codeOf(error);
    if (code === null || !/^[A-Z_]+$/.test(code) || code.startsWith('ERR_')) throw error;
    return code;
  }
}

/** What stands for the whole of it: bytes, or what people write. */
const fieldOf = ({ out }: Vector) => ('text' in out ? 'text' : 'bytes');

const every = kindsOfProduct.flatMap(({ name, read }): Target[] => {
  const vectors = vectorsOf(name);
  const field = fieldOf(vectors[0]!);
  if (!(field in vectors[0]!.out) || name === 'kdf') return [];
  const isText = field === 'text';
  return [
    {
      name,
      within: /\/(wire|crypto|reader)\/src\//,
      // The first byte says beside which vector's secrets it is read.
      seeds: vectors.map(({ out }, i) =>
        Uint8Array.of(i, ...(isText ? new TextEncoder().encode(out[field]) : raw(out[field]))),
      ),
      takes: async (input) => {
        const vector = vectors[(input[0] ?? 0) % vectors.length]!;
        const changed = isText ? new TextDecoder().decode(input.subarray(1)) : text(input.slice(1));
        const out = { ...vector.out, [field]: changed };
        const verdicts = [
          await verdictOf(() => read(vector.in, out)),
          await verdictOf(() => kinds[name]!.read(vector.in, out)),
        ];
        expect(verdicts[1]).toBe(verdicts[0]);
        // One spelling of everything but of what people type.
        if (verdicts[0] === null && !isText) expect(changed).toBe(vector.out[field]);
        return verdicts[0] === null;
      },
    },
  ];
});

/** A quarter of them, others with each seed, or all in the long form. */
const targets = every.filter((_, i) => FULL || i % 4 === seed % 4);
const figures: string[] = [];
test.each(targets)('R8: $name: both readers say the same', { timeout: 3_600_000 }, async (target) => {
  const { executions, taken, blocks, kept } = await fuzz(target, { executions: FULL ? 1_000 : 24, seed });
  figures.push(`${target.name} ${executions} (${taken} taken, ${blocks} blocks, ${kept} kept)`);
});

test('R8: how many', async ({ annotate }) => {
  expect(every.length).toBeGreaterThan(20);
  expect(figures.length).toBe(targets.length);
  await annotate(`two readers fuzzed by coverage, seed ${seed}: ${figures.join(', ')}`, 'figure');
});
