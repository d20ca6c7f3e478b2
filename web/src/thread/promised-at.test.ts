import { expect, test } from 'vitest';
import { promisedAt } from './promised-at.ts';

const waiting = { state: 'waiting' as const, frozen: null, answerDueAt: 9, answeredAt: null };

test('the promise stands until the first answer, whoever has accepted', () => {
  expect(promisedAt(waiting)).toBe(9);
  expect(promisedAt({ ...waiting, state: 'accepted' })).toBe(9);
  expect(promisedAt({ ...waiting, state: 'accepted', answeredAt: 8 })).toBeNull();
});

test('nothing is promised where nobody can answer, or what the server says can’t be believed', () => {
  expect(promisedAt({ ...waiting, state: 'orphan' })).toBeNull();
  expect(promisedAt({ ...waiting, frozen: 'ACK' })).toBeNull();
});
