import { cpus } from 'node:os';

export type Figure = {
  name: string;
  figure: number;
  unit: string;
  floor?: number;
  ratio?: number;
  runs: number;
};

/** One line of JSON on standard output: what `npm run prove` judges. */
export function printFigure(figure: Figure): void {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`;
  process.stdout.write(`${JSON.stringify({ ...figure, machine })}\n`);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
