import type { MessageEntry } from '@beistand/client';
import { expect, test } from 'vitest';
import {
  changeMine,
  fadedMine,
  isNewIn,
  lookedInto,
  type Mine,
  mergeMine,
  mineOf,
  owedAt,
  toMine,
} from './mine.ts';

const mine = (row: Mine['row'], more: Partial<Mine> = {}): Mine => ({
  conversation: 'c',
  centre: 'z',
  centreName: 'Altstadt',
  isGroup: false,
  seq: 5,
  changedAt: 1,
  answerDueAt: null,
  answeredAt: null,
  isWaiting: false,
  myRole: 2,
  isUnread: true,
  staff: [],
  unread: 1,
  row,
  ...more,
});
const entry: MessageEntry = {
  t: 'message',
  seq: 5,
  at: 1,
  id: 'm',
  sender: 's',
  isMine: false,
  isFromSeeker: true,
  name: 'blauer-otter-4821',
  text: 'Von Montag.',
  topicTitle: 'Schulden',
  state: 'ok',
  firstText: null,
  editIds: [],
  writtenAt: null,
};
const seen = {
  ...{ name: 'blauer-otter-4821', topic: 'Schulden', lastWords: 'Von Montag.' },
  ...{ isLastMine: false, isLastFile: false },
};

test('what was found out by opening it stands until it moves', () => {
  const before = mine(seen, { unread: 3 });
  expect(mergeMine(mine({}), before)).toMatchObject({ unread: 3, row: seen });
  const { name, topic } = seen;
  expect(mergeMine(mine({}, { seq: 6 }), before)).toEqual(mine({ name, topic }, { seq: 6 }));
  expect(mergeMine(mine({}, { isUnread: false, unread: 0 }), before)).toMatchObject({ unread: 0 });
  expect(mergeMine(mine({}), undefined)).toEqual(mine({}));
});

test('a draft and a read mark of another device are not beaten by what this page knew before', () => {
  const before = mine({ ...seen, readSeq: 2, draft: { text: 'alt', at: 1 } });
  const fresh = mine({ readSeq: 4, draft: { text: 'neu', at: 2 } });
  expect(mergeMine(fresh, before).row).toEqual({ ...seen, readSeq: 4, draft: { text: 'neu', at: 2 } });
  expect(mergeMine(mine({ readSeq: 4 }), before).row).toEqual({ ...seen, readSeq: 4 });
});

test('a draft typed while the conversation is opened in the background is not set back', () => {
  const drafted = changeMine(mine({}), { row: { draft: { text: 'Entwurf', at: 3 } } });
  expect(lookedInto(drafted, [entry])).toMatchObject({
    unread: 1,
    row: { ...seen, draft: { text: 'Entwurf', at: 3 } },
  });
});

test('nor is one unread again that was read meanwhile', () => {
  const read = changeMine(mine({}), { unread: 0, isUnread: false, row: { readSeq: 5 } });
  expect(lookedInto(read, [entry])).toMatchObject({ unread: 0, isUnread: false });
});

test('a row that says it already is not written again', () => {
  expect(isNewIn({ ...seen, readSeq: 4 }, seen)).toBe(false);
  expect(isNewIn(seen, {})).toBe(false);
  expect(isNewIn({ ...seen, lastWords: 'Guten Tag' }, seen)).toBe(true);
  expect(isNewIn({ ...seen, isLastMine: true }, seen)).toBe(true);
  expect(isNewIn({ ...seen, isLastFile: true }, seen)).toBe(true);
  expect(isNewIn({}, { lastWords: 'Guten Tag' })).toBe(true);
});

test('an unread conversation counts one until it is opened', () => {
  expect([toMine(mine({})).unread, toMine(mine({}, { isUnread: false })).unread]).toEqual([1, 0]);
});

const waiting = {
  conversation: 'c',
  centre: 'z',
  topic: 't',
  at: 1,
  answerDueAt: 9,
  name: seen.name,
  topicTitle: seen.topic,
  firstWords: 'Am Freitag',
};

test('what was taken says at once whose it is, and goes on saying it before its own row does', () => {
  const taken = mineOf(waiting, 'Altstadt', 5);
  expect(taken).toMatchObject({ unread: 0, row: { ...seen, lastWords: 'Am Freitag' } });
  expect(mergeMine(mine({}, { seq: 3 }), taken).row).toMatchObject({ name: seen.name, topic: seen.topic });
});

test('an answer is owed until it is given', () => {
  expect(owedAt(mineOf(waiting, 'Altstadt', 5))).toBe(9);
  expect(owedAt(mine({}, { answerDueAt: 9, answeredAt: 7 }))).toBeNull();
});

test('of one that is no longer mine nothing stays but the name and what I had begun', () => {
  const draft = { text: 'Guten', at: 2 };
  expect(fadedMine(mine({ ...seen, draft })).row).toEqual({ name: seen.name, draft });
});
