import { fingerprintOf, fromHex, hex, toBase64url } from '@beistand/wire';
import { expect, test } from 'vitest';
import { inMyOrder } from './my-centres.ts';

const id = (n: number) => new Uint8Array(16).fill(n);
const pin = (n: number) => new Uint8Array(32).fill(n);
const centre = (n: number, name: string) => ({
  centre: toBase64url(id(n)),
  name,
  bits: 1,
  state: 'open' as const,
});
const state = (...pinned: number[]) => ({
  state: { version: 1, body: { pins: Object.fromEntries(pinned.map((n) => [hex(id(n)), hex(pin(n))])) } },
});

test('the centre I came to first is first, and one I never came to is last, whatever its name', () => {
  const served = [centre(9, 'AAA'), centre(1, 'Ziel'), centre(2, 'Mitte')];
  const mine = inMyOrder(state(1, 2), served);
  expect(mine.map(({ name }) => name)).toEqual(['Ziel', 'Mitte', 'AAA']);
  expect(mine.map(({ mark }) => mark)).toEqual([null, null, null]);
});

test('of two that look alike each says which it is', () => {
  const served = [centre(9, 'freiburg altstadt'), centre(1, 'Freiburg-Altstadt'), centre(2, 'Emmendingen')];
  const mine = inMyOrder(state(2, 1), served);
  expect(mine.map(({ name, mark }) => [name, mark])).toEqual([
    ['Emmendingen', null],
    ['Freiburg-Altstadt', fingerprintOf(fromHex(hex(pin(1)))).slice(0, 8)],
    ['freiburg altstadt', ''],
  ]);
});
