import { expect, it } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

it('runs never twice at a time, and once more for all who asked meanwhile', async () => {
  const running: (() => void)[] = [];
  let runs = 0;
  const ask = oneAtATime(() => {
    runs++;
    return new Promise((done) => running.push(done));
  });
  const finish = (): void => running.shift()?.();
  const first = ask();
  await Promise.resolve();
  const [second, third] = [ask(), ask()];
  expect([runs, second === third]).toEqual([1, true]);
  finish();
  await first;
  await Promise.resolve();
  expect([runs, running.length]).toEqual([2, 1]);
  finish();
  await third;
  expect(runs).toBe(2);
});
