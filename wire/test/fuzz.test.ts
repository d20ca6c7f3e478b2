import { expect, test } from 'vitest';
import { utf8 } from '../src/index.ts';
import { fuzz, type Target } from './fuzz.ts';

/** Wrong behind three doors, each of which one input in thousands opens. */
function planted(input: Uint8Array): boolean {
  if (input[0] !== 0x80) return false;
  if (input[1] !== 0x28) return false;
  if (input[2] !== 0x68) return false;
  throw new TypeError('planted');
}
const target: Target = {
  name: 'planted',
  seeds: [utf8('good')],
  within: /\/fuzz\.test\.ts$/,
  takes: (input) => input[0] === 103 || planted(input),
};

test('grows from door to door to what is wrong behind them', async () => {
  await expect(fuzz(target, { executions: 60_000, seed: 7 })).rejects.toThrow(
    'planted, SEED=7: TypeError: planted for 802868',
  );
});

test('is blind where no block counts, and says when a good one is refused', async () => {
  const blind = { ...target, within: /nowhere/ };
  expect(await fuzz(blind, { executions: 20_000, seed: 7 })).toMatchObject({ blocks: 0, kept: 1 });
  await expect(fuzz({ ...target, takes: () => false }, { executions: 1, seed: 7 })).rejects.toThrow(
    'a good one is refused',
  );
});
