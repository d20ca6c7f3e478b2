// A fuzzer led by coverage: an input that reaches a block no other has reached is kept, and the next ones grow from it.
import { Session } from 'node:inspector';
import { Worker } from 'node:worker_threads';
import type { Bytes } from '../src/index.ts';
import { mutate, pickFrom } from './mutate.ts';

/** What eats foreign bytes. */
export type Target = {
  name: string;
  /** Good ones, to grow from. */
  seeds: readonly Bytes[];
  /** Paths in which blocks count. */
  within: RegExp;
  /**
   * True when it takes the input, false when it refuses with a code. Anything else it throws is found; so are, by its
   * own throwing, an acceptance that would be written otherwise and whatever else must hold.
   */
  takes: (input: Bytes) => boolean | Promise<boolean>;
};

export type Fuzzed = { name: string; executions: number; taken: number; kept: number; blocks: number };

/** Inputs between two looks at the coverage, which cost more than an input. */
const BATCH = 128;
/** Nothing of ours takes a thousandth of it. */
const HANGS_MS = 30_000;
const LONGEST = 80_000;
/** How much longer than a good one an input may grow. */
const more = (seeds: readonly Bytes[]): number =>
  Math.min(LONGEST, 64 + Math.ceil(1.2 * Math.max(...seeds.map(({ length }) => length))));

export async function fuzz(
  target: Target,
  { executions, seed }: { executions: number; seed: number },
): Promise<Fuzzed> {
  const pick = pickFrom(seed);
  const coverage = watchBlocks(target.within);
  const watch = watchTime();
  const corpus: Bytes[] = [...target.seeds];
  const longest = more(target.seeds);
  /** The newest half of the time: what lies behind it has been tried least. */
  const next = (): Bytes => (pick.below(2) === 0 ? pick.of(corpus.slice(-3)) : pick.of(corpus));
  const run = async (input: Bytes): Promise<boolean> => {
    watch.begins(input);
    try {
      return await target.takes(input);
    } catch (cause) {
      const hex = Buffer.from(input).toString('hex');
      throw new Error(`${target.name}, SEED=${seed}: ${String(cause)} for ${hex}`, { cause });
    }
  };
  const runAll = async (inputs: readonly Bytes[]): Promise<number> => {
    let count = 0;
    for (const input of inputs) if (await run(input)) count += 1;
    return count;
  };
  /** After they have run: which of them it was that reached something, half by half. */
  const keepNew = async (inputs: readonly Bytes[]): Promise<void> => {
    if (!coverage.hasNew()) return;
    if (inputs.length === 1) return void corpus.push(inputs[0]!);
    const learn = coverage.forgetLast();
    const middle = inputs.length >> 1;
    for (const half of [inputs.slice(0, middle), inputs.slice(middle)]) {
      await runAll(half);
      await keepNew(half);
    }
    // What only their order reached is not reached again, and known all the same.
    learn();
  };
  try {
    if ((await runAll(target.seeds)) < target.seeds.length)
      throw new Error(`${target.name}: a good one is refused`);
    coverage.hasNew();
    let [done, taken] = [0, 0];
    while (done < executions) {
      const batch = Array.from({ length: Math.min(BATCH, executions - done) }, () =>
        mutate(pick, next(), corpus, longest),
      );
      taken += await runAll(batch);
      await keepNew(batch);
      done += batch.length;
    }
    return { name: target.name, executions: done, taken, kept: corpus.length, blocks: coverage.count() };
  } finally {
    coverage.stop();
    await watch.stop();
  }
}

type Range = { startOffset: number; endOffset: number; count: number };
type Counted = { result: { url: string; scriptId: string; functions: { ranges: Range[] }[] }[] };
/** Of one function: which of its characters have run, and where blocks begin and end. */
type Place = { ran: Uint8Array; borders: Set<number> };

/**
 * What has run, function by function and character by character: V8 tells blocks apart by how often they ran, so the
 * same block is told otherwise by other inputs.
 */
function watchBlocks(within: RegExp) {
  const session = new Session();
  session.connect();
  const ask = <T>(method: string, params?: object): T => {
    let answer: T | undefined;
    session.post(method, params, (error, result) => {
      if (error) throw new Error(error.message);
      answer = result as T;
    });
    return answer as T;
  };
  ask('Profiler.enable');
  ask('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const places = new Map<string, Place>();
  let newest: [place: Place, before: Uint8Array][] = [];

  const note = (name: string, ranges: readonly Range[]): void => {
    const [whole] = ranges;
    if (!whole || whole.count === 0) return;
    const { startOffset: from, endOffset: to } = whole;
    const place = places.get(name) ?? { ran: new Uint8Array(to - from), borders: new Set<number>() };
    places.set(name, place);
    const runs = new Uint8Array(to - from);
    for (const { startOffset, endOffset, count } of ranges) {
      runs.fill(count > 0 ? 1 : 0, startOffset - from, endOffset - from);
      place.borders.add(startOffset - from).add(endOffset - from);
    }
    if (!runs.some((ran, at) => ran > place.ran[at]!)) return;
    newest.push([place, place.ran]);
    place.ran = runs.map((ran, at) => ran | place.ran[at]!);
  };
  const blocksOf = ({ ran, borders }: Place): number => [...borders].filter((at) => ran[at] === 1).length;

  return {
    /** Since the last look. */
    hasNew: (): boolean => {
      newest = [];
      for (const { url, scriptId, functions } of ask<Counted>('Profiler.takePreciseCoverage').result)
        if (within.test(url))
          for (const { ranges } of functions)
            note(`${scriptId} ${ranges[0]?.startOffset} ${ranges[0]?.endOffset}`, ranges);
      return newest.length > 0;
    },
    /** As if the last look had not been; answers what makes it known again. */
    forgetLast: (): (() => void) => {
      const last = newest.map(([place, before]) => {
        const after = place.ran;
        place.ran = before;
        return () => {
          place.ran = after.map((ran, at) => ran | place.ran[at]!);
        };
      });
      return () => {
        for (const learn of last) learn();
      };
    },
    count: (): number => [...places.values()].reduce((sum, place) => sum + blocksOf(place), 0),
    stop: (): void => session.disconnect(),
  };
}

/** From another thread: a loop that doesn't end can't tell of itself. */
function watchTime() {
  const shared = {
    turn: new Int32Array(new SharedArrayBuffer(8)),
    input: new Uint8Array(new SharedArrayBuffer(LONGEST)),
  };
  const program = `
    const { workerData: { turn, input, most } } = require('node:worker_threads');
    let last = -1;
    setInterval(() => {
      const now = Atomics.load(turn, 0);
      if (now === last) {
        const hex = Buffer.from(input.slice(0, Atomics.load(turn, 1))).toString('hex');
        require('node:fs').writeSync(2, 'still at it after ' + most + ' ms: ' + hex + '\\n');
        process.kill(process.pid, 'SIGKILL');
      }
      last = now;
    }, most);`;
  const worker = new Worker(program, { eval: true, workerData: { ...shared, most: HANGS_MS } });
  worker.unref();
  return {
    begins: (input: Bytes): void => {
      shared.input.set(input.subarray(0, LONGEST));
      Atomics.store(shared.turn, 1, input.length);
      Atomics.add(shared.turn, 0, 1);
    },
    stop: (): Promise<unknown> => worker.terminate(),
  };
}
