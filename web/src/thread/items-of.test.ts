import type { ChangeEntry, MessageEntry, OutboxRow } from '@beistand/client';
import { expect, test } from 'vitest';
import * as t from '../text/generated/thread/de.ts';
import { itemsOf } from './items-of.ts';
import { readersOf, responsibleOf } from './readers-of.ts';

const spoken = { t, language: 'de', timeZone: 'Europe/Berlin' };
const at = (day: number, hour: number): number => Date.UTC(2026, 9, day, hour);
const nothing = { rows: [], waiting: new Set<string>() };

const message = (seq: number, when: number, given: Partial<MessageEntry> = {}): MessageEntry => ({
  t: 'message',
  seq,
  at: when,
  id: `m${seq}`,
  sender: 'clara',
  isMine: false,
  isFromSeeker: false,
  name: 'Clara Keller',
  text: `Nachricht ${seq}`,
  topicTitle: null,
  state: 'ok',
  firstText: null,
  editIds: [],
  writtenAt: null,
  ...given,
});
const mine = (seq: number, when: number): MessageEntry => message(seq, when, { isMine: true, name: null });

const person = (account: string, role: number) => ({
  account,
  name: account === 'ada' ? null : 'Clara Keller',
  role,
  isMe: account === 'ada',
});
const change = (seq: number, when: number, given: Partial<ChangeEntry> = {}): ChangeEntry => ({
  t: 'change',
  seq,
  at: when,
  what: 'accepted',
  by: 'clara',
  byMe: false,
  byName: 'Clara Keller',
  readers: [person('ada', 1), person('clara', 2)],
  hasInbox: false,
  hasVault: true,
  ...given,
});
const opened = change(1, at(13, 20), {
  what: 'opened',
  byMe: true,
  readers: [person('ada', 1)],
  hasInbox: true,
});

test('every day has its mark, the opening is no line, and what is new of others is marked once', () => {
  const entries = [
    opened,
    mine(2, at(13, 20)),
    change(3, at(14, 8)),
    message(4, at(14, 8)),
    message(5, at(14, 9)),
  ];
  const items = itemsOf(entries, 2, nothing, spoken);
  expect(items.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
    'day d2',
    'message m2',
    'day d3',
    'new new',
    'event e3',
    'message m4',
    'message m5',
  ]);
  expect(items[0]).toMatchObject({ words: 'Dienstag, 13. Oktober' });
  expect(items[4]).toMatchObject({
    words: expect.stringContaining('Lesen können: Sie, Clara Keller, der Tresor der Stelle'),
  });
});

test('nothing is new to someone who has read nothing yet, nor what they wrote themselves', () => {
  const isMarked = (entries: Parameters<typeof itemsOf>[0], readSeq: number): boolean =>
    itemsOf(entries, readSeq, nothing, spoken).some(({ kind }) => kind === 'new');
  expect(isMarked([message(4, at(14, 8))], 0)).toBe(false);
  expect(isMarked([mine(4, at(14, 8))], 3)).toBe(false);
  expect(isMarked([message(4, at(14, 8))], 4)).toBe(false);
});

test('what is under way says how far it is, and disappears once it has arrived', () => {
  const row = (messageId: string, stoppedBy: string | null): OutboxRow => ({
    messageId,
    conversation: 'c',
    body: { t: 'text', ts: at(14, 9), x: 'Unterwegs' },
    class: 1,
    stoppedBy,
  });
  const rows = [row('m2', null), row('a', null), row('b', null), row('c', 'NOT_FOUND')];
  const items = itemsOf([mine(2, at(14, 8))], 2, { rows, waiting: new Set(['b']) }, spoken);
  expect(items.map((item) => item.kind === 'message' && [item.id, item.delivery])).toEqual([
    false,
    ['m2', 'arrived'],
    ['a', 'sending'],
    ['b', 'waiting'],
    ['c', 'failed'],
  ]);
});

test.each([
  ['SIZE', t.failedTooLong],
  ['ORPHAN', t.failedOrphan],
  ['NOT_FOUND', t.failedGone],
  ['FROZEN', t.failedStopped],
  ['REPORT', null],
])('a message stopped by %s says what became of it', (stoppedBy, why) => {
  const body = { t: 'text', ts: at(14, 9), x: 'Unterwegs' } as const;
  const rows = [{ messageId: 'a', conversation: 'c', body, class: 1, stoppedBy } as OutboxRow];
  expect(itemsOf([], 0, { rows, waiting: new Set() }, spoken)).toMatchObject([{ delivery: 'failed', why }]);
});

test.each([
  ['deleted', t.deleted],
  ['withheld', t.withheld],
  ['unreadable', t.unreadable],
  ['unknown', t.unknown],
] as const)('a message that is %s says so', (state, words) => {
  const [, item] = itemsOf([message(2, at(14, 8), { text: null, state })], 0, nothing, spoken);
  expect(item).toMatchObject({ text: words });
});

test('who can read: everybody until someone accepts, then they, since the day they came', () => {
  expect(responsibleOf([opened])).toBeNull();
  expect(readersOf([opened], 'Altstadt', spoken).map(({ words }) => words)).toEqual([
    'Sie',
    'Alle Beratenden von Altstadt, bis jemand annimmt',
    t.vault,
  ]);
  const later = [opened, change(3, at(14, 8)), change(6, at(20, 8), { what: 'tidied' })];
  expect(responsibleOf(later)).toBe('Clara Keller');
  expect(readersOf(later, 'Altstadt', spoken)).toMatchObject([
    { kind: 'self' },
    { kind: 'person', words: 'Clara Keller, seit 14. Oktober' },
    { kind: 'vault' },
  ]);
});

test('an enquiry taken and given back at once says nothing; later, or with words between, it does', () => {
  const returned = (when: number) => change(4, when, { what: 'returned' });
  const kinds = (entries: Parameters<typeof itemsOf>[0]) =>
    itemsOf(entries, 0, nothing, spoken).map(({ kind }) => kind);
  const start = [opened, mine(2, at(13, 20))];
  const taken = change(3, at(14, 8));
  expect(kinds([...start, taken, returned(at(14, 8) + 20_000)])).toEqual(['day', 'message']);
  expect(kinds([...start, taken, returned(at(14, 8) + 61_000)])).toEqual([
    'day',
    'message',
    'day',
    'event',
    'event',
  ]);
  const between = { ...returned(at(14, 8) + 20_000), seq: 5 };
  expect(kinds([...start, taken, mine(4, at(14, 8)), between])).toEqual([
    'day',
    'message',
    'day',
    'event',
    'message',
    'event',
  ]);
});

test('written to one counsellor alone, or planned as a cover: who, and between which days', () => {
  const direct = change(1, at(13, 20), { what: 'opened', byMe: true });
  expect(itemsOf([direct], 0, nothing, spoken).at(-1)).toMatchObject({
    words: 'Direkt geschrieben an: Clara Keller. Lesen können: Sie, Clara Keller, der Tresor der Stelle.',
  });
  const david = { account: 'david', name: 'David Okafor', role: 3, isMe: false };
  const both = change(3, at(14, 8), { what: 'changed', readers: [...direct.readers, david] });
  const cover = { account: 'david', name: 'David Okafor', from: at(20, 7), until: at(27, 7) };
  const planned = { ...spoken, covers: [cover] };
  const [line] = itemsOf([direct, both], 0, nothing, planned).slice(-1);
  expect(line).toMatchObject({
    words: expect.stringMatching(
      /^Vertretung von 20. Oktober, 9\sUhr bis 27. Oktober, 8\sUhr: David Okafor\./,
    ),
  });
  expect(readersOf([direct, both], 'Altstadt', planned).map(({ words }) => words)).toContain(
    'David Okafor, Vertretung von 20. Oktober bis 27. Oktober',
  );
});

test('a suggestion of another centre is said, and names it for who may follow', () => {
  const handover = { centre: 'e', create: 'h' };
  expect(itemsOf([message(4, at(14, 8), { text: null, handover })], 0, nothing, spoken).at(-1)).toMatchObject(
    {
      text: t.suggested,
      handover,
    },
  );
});
