import { readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import type { Bytes } from '../bytes/join.ts';

/** JSON as it lies in the vectors; a kind knows which of its values are what. */
// biome-ignore lint/suspicious/noExplicitAny: the shape differs per kind, and a wrong one fails the comparison.
export type Json = any;
export type Vector = { suite: 1; kind: string; in: Json; out: Json; bad: { mut: string; expect: string }[] };

const folder = joinPath(import.meta.dirname, '../../../crypto/vectors/v1');

export const kindsOnDisk = (): string[] =>
  readdirSync(folder)
    .map((name) => name.replace(/\.json$/, ''))
    .sort();

export const vectorsOf = (kind: string): Vector[] =>
  JSON.parse(readFileSync(joinPath(folder, `${kind}.json`), 'utf8'));

export const raw = (text: string): Bytes => Uint8Array.from(hexToBytes(text));
export const text = bytesToHex;

const changes: readonly [RegExp, (value: string, ...found: string[]) => string][] = [
  [/^flip byte (\d+)$/, (value, n) => setByte(value, Number(n), (byte) => byte ^ 1)],
  [/^set byte (\d+) to (..)$/, (value, n, to) => setByte(value, Number(n), () => Number.parseInt(to!, 16))],
  [/^cut (\d+) bytes?$/, (value, n) => value.slice(0, value.length - 2 * Number(n))],
  [/^append (\w+)$/, (value, more) => value + more],
  [
    /^write (.) at character (\d+)$/,
    (value, to, n) => value.slice(0, Number(n)) + to + value.slice(Number(n) + 1),
  ],
];

function setByte(value: string, n: number, change: (byte: number) => number): string {
  const bytes = raw(value);
  bytes[n] = change(bytes[n]!);
  return text(bytes);
}

/** A copy of the vector in which one value is another. */
export function mutate(vector: Vector, mut: string): Vector {
  const [, what = '', place = 'out.bytes'] = /^(.*?)(?: of ((?:in|out)\..*))?$/.exec(mut) ?? [];
  const [pattern, change] = changes.find(([one]) => one.test(what)) ?? [];
  if (pattern === undefined || change === undefined) throw new Error(`unknown mutation: ${mut}`);
  const copy = structuredClone(vector);
  const path = place.split('.');
  const last = path.pop()!;
  const holder = path.reduce((value: Json, key) => value[key], copy);
  const changed = change(holder[last], ...(pattern.exec(what) ?? []).slice(1));
  if (changed === holder[last]) throw new Error(`${mut} changes nothing`);
  holder[last] = changed;
  return copy;
}
