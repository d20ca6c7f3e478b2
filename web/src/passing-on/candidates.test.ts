import { expect, it } from 'vitest';
import { type Colleague, candidatesFor } from './candidates.ts';
import type { Step } from './readers-after.ts';

const person = (account: string, bits: number, isMe = false): Colleague => ({
  ...{ account, name: account, bits, isMe, isChecked: true },
});
const colleagues = [
  ...[person('me', 1, true), person('in', 1), person('covers', 1), person('counsels', 3)],
  ...[person('writes', 16), person('reads', 8), person('leads', 6)],
];
const reader = (account: string, role: number) => ({ account, name: account, role, isMe: account === 'me' });
const readers = [reader('seeker', 1), reader('me', 2), reader('in', 3), reader('covers', 3)];
const covers = [{ account: 'covers', name: 'covers', from: 1, until: 2 }];
const names = (step: Step) =>
  candidatesFor(step, colleagues, { readers }, covers).map(({ account }) => account);

it('offers for each step those with whom it can be done', () => {
  expect(names('add')).toEqual(['counsels', 'writes', 'reads']);
  expect(names('handOver')).toEqual(['in', 'covers', 'counsels']);
  expect(names('cover')).toEqual(['covers', 'counsels', 'writes']);
  expect(names('remove')).toEqual(['in', 'covers']);
});
