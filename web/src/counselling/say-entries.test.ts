import type { ChangeEntry, MessageEntry } from '@beistand/client';
import { expect, test } from 'vitest';
import * as t from '../text/generated/counselling/de.ts';
import * as thread from '../text/generated/thread/de.ts';
import { sayLastWords, summaryOf } from '../thread/summary-of.ts';
import { peopleAndKeys } from './people-and-keys.ts';
import { sayEntries, unreadIn } from './say-entries.ts';

const clock = { language: 'de', timeZone: 'Europe/Berlin' };
const at = (day: number, hour: number): number => Date.UTC(2026, 9, day, hour - 2, 4);
const underWay = { rows: [], waiting: new Set<string>() };
const around = { t, thread, clock, newFrom: null, underWay, centre: 'Altstadt', seeker: 'blauer-otter-4821' };

const change = (seq: number, what: ChangeEntry['what'], more: Partial<ChangeEntry> = {}): ChangeEntry => ({
  t: 'change',
  seq,
  at: at(13, 9 + seq),
  what,
  by: 'c',
  byMe: false,
  byName: 'Clara Keller',
  readers: [{ account: 's', name: null, role: 1, isMe: false }],
  hasInbox: false,
  hasVault: true,
  ...more,
});
const message = (seq: number, text: string, more: Partial<MessageEntry> = {}): MessageEntry => ({
  t: 'message',
  seq,
  at: at(14, 9 + seq),
  id: String(seq),
  sender: 's',
  isMine: false,
  isFromSeeker: true,
  name: 'blauer-otter-4821',
  text,
  topicTitle: null,
  state: 'ok',
  firstText: null,
  editIds: [],
  writtenAt: null,
  ...more,
});
const withMe = [
  { account: 's', name: null, role: 1, isMe: false },
  { account: 'me', name: 'Eva', role: 2, isMe: true },
];
const story = [
  change(1, 'opened', { hasInbox: true }),
  message(2, 'Guten Tag', { topicTitle: 'Schulden' }),
  change(3, 'accepted', { at: at(14, 12), byMe: true, readers: withMe }),
  message(4, 'Guten Tag. Von wann ist er?', { isMine: true, isFromSeeker: false }),
  message(5, 'Von\n Montag.'),
];

test('days, lines and messages come in their order; the first line knows the name said after it', () => {
  const items = sayEntries(story, { ...around, newFrom: 4 });
  expect(items.map(({ kind }) => kind)).toEqual([
    'day',
    'event',
    'day',
    'message',
    'event',
    'message',
    'new',
    'message',
  ]);
  expect(items[0]).toMatchObject({ words: 'Dienstag, 13. Oktober' });
  expect(items[1]).toMatchObject({
    words:
      'Die erste Nachricht kam um 10:04 Uhr. Lesen können: blauer-otter-4821, alle Beratenden von Altstadt, der Tresor.',
  });
  expect(items[4]).toMatchObject({
    words: 'Sie haben um 12:04 Uhr angenommen. Lesen können: blauer-otter-4821, Sie, der Tresor.',
  });
  expect(items[5]).toMatchObject({ isOwn: true, author: 'Sie', delivery: 'arrived' });
});

test.each([
  ['deleted', 'Diese Nachricht wurde gelöscht.'],
  ['withheld', /niemand hat ihr Löschen unterschrieben/],
  ['unreadable', /nicht öffnen/],
  ['unknown', /Laden Sie die Seite neu/],
] as const)('a message that is %s says so', (state, words) => {
  const [, item] = sayEntries([message(2, '', { state, text: null })], around);
  expect(item).toMatchObject({ text: expect.stringMatching(words) });
});

test('a row remembers name, topic and last words on one line; what others wrote since is unread', () => {
  expect(summaryOf(story)).toEqual({
    name: 'blauer-otter-4821',
    topic: 'Schulden',
    lastWords: 'Von Montag.',
    isLastMine: false,
    isLastFile: false,
  });
  expect(summaryOf(story.slice(0, 4)).isLastMine).toBe(true);
  const plant = '🌱'.repeat(200);
  expect(summaryOf([message(2, plant)]).lastWords).toBe('🌱'.repeat(160));
  expect(unreadIn(story, 0)).toBe(2);
  expect(unreadIn(story, 2)).toBe(1);
  expect(unreadIn(story, 5)).toBe(0);
});

test('where a file was the last thing said, a list tells it by its name', () => {
  const file = { name: 'Bescheid vom\n 3. Mai.pdf', mime: 'application/pdf', size: 9 };
  const sent = message(6, '', { text: null, file, isMine: true, isFromSeeker: false });
  const summary = summaryOf([...story, sent]);
  expect(summary).toMatchObject({ lastWords: 'Bescheid vom 3. Mai.pdf', isLastMine: true, isLastFile: true });
  for (const words of [t, thread])
    expect(sayLastWords(words, summary)).toBe('Datei: Bescheid vom 3. Mai.pdf');
  expect(sayLastWords(t, summaryOf(story))).toBe('Von Montag.');
  expect(sayLastWords(t, {})).toBe('');
  const deleted = message(6, '', { text: null, state: 'deleted' });
  expect(summaryOf([...story, deleted])).toMatchObject({ lastWords: 'Von Montag.', isLastFile: false });
});

test('who can read: everyone of the newest record, since when, the vault only in an emergency', () => {
  const rows = peopleAndKeys(story, { ...around, checked: new Map() });
  expect(rows).toMatchObject([
    { kind: 'seeker', name: 'blauer-otter-4821', reads: 'all', note: expect.stringContaining('13. Oktober') },
    { kind: 'self', name: 'Sie, verantwortlich', note: 'liest alles seit 14. Oktober' },
    { kind: 'vault', reads: 'emergency', note: 'nur im Notfall, bisher nie geöffnet' },
  ]);
  const used = peopleAndKeys([...story, change(6, 'vault-used', { readers: withMe })], {
    ...around,
    checked: new Map(),
  });
  expect(used.at(-1)).toMatchObject({ note: 'geöffnet am 13. Oktober' });
});

test('nobody is called checked whose key is not known to be theirs', () => {
  const colleague = { account: 'd', name: 'David Okafor', role: 4, isMe: false };
  const both = [change(1, 'changed', { readers: [...withMe, colleague] })];
  const check = (checked: ReadonlyMap<string, { by: 'digits'; at: number }>): (boolean | undefined)[] =>
    peopleAndKeys(both, { ...around, checked }).map(({ isChecked }) => isChecked);
  expect(check(new Map())).toEqual([false, false, false, false]);
  expect(check(new Map([['d', { by: 'digits', at: 1 }]]))).toEqual([false, false, true, false]);
});

test('a conversation given to this centre, and one passed to a new account, are no change of keys', () => {
  const line = (what: ChangeEntry['what']) =>
    sayEntries([change(1, 'opened'), change(2, what)], around).at(-1);
  expect(line('moved')).toMatchObject({
    words: expect.stringMatching(/^An diese Stelle gegeben, 11:04 Uhr\./),
  });
  expect(line('relinked')).toMatchObject({
    words: 'Mit einem neuen Konto verbunden, 11:04 Uhr. Veranlasst von: Clara Keller.',
  });
});
