import type { MessageEntry, OutboxRow } from '@beistand/client';
import { expect, test } from 'vitest';
import * as t from '../text/generated/thread/de.ts';
import { partsOf } from './message-parts.ts';

const stubs = { deleted: 'weg', withheld: 'fehlt', unreadable: 'zu', unknown: 'neu' };
const entry = (given: Partial<MessageEntry> = {}): MessageEntry => ({
  t: 'message',
  seq: 2,
  at: 0,
  id: 'm2',
  sender: 'ada',
  isMine: true,
  isFromSeeker: true,
  name: null,
  text: 'Zwei Briefe.',
  topicTitle: null,
  state: 'ok',
  firstText: null,
  editIds: [],
  writtenAt: null,
  ...given,
});
const row = (body: OutboxRow['body'], stoppedBy: string | null = null): OutboxRow => ({
  messageId: 'r',
  conversation: 'c',
  body,
  class: 2,
  stoppedBy,
});
const edit = { t: 'edit', ts: 1, ref: 'm2', x: 'Drei Briefe.' } as const;
const deletion = { t: 'del', ts: 1, ref: 'm2' } as const;
const under = (...rows: OutboxRow[]) => ({ rows, waiting: new Set<string>() });
const shown = (given: Partial<MessageEntry>, underWay = under()) => partsOf(entry(given), underWay, stubs, t);

test('its author may change and delete a message, and only delete what has no text; nobody else may', () => {
  expect(shown({}).acts).toEqual(['edit', 'delete']);
  expect(shown({ text: null }).acts).toEqual(['delete']);
  expect(shown({ isMine: false })).toEqual({ text: 'Zwei Briefe.', firstText: null });
});

test.each(['deleted', 'withheld', 'unreadable', 'unknown'] as const)(
  'of a message that is %s nothing but why is shown, and nothing can be done with it',
  (state) =>
    expect(shown({ state, text: null, isMine: false })).toEqual({ text: stubs[state], isStub: true }),
);

test('nobody is asked to send again what oneself has written', () =>
  expect(shown({ state: 'unreadable', text: null })).toEqual({ text: t.unreadableOwn, isStub: true }));

test('a change under way shows what it will be, how far it is, and gives nothing else to do', () => {
  const changing = shown({}, under(row(edit)));
  expect(changing).toMatchObject({ text: 'Drei Briefe.', firstText: 'Zwei Briefe.', delivery: 'sending' });
  expect(changing.acts).toBeUndefined();
  const twice = shown({ state: 'edited', firstText: 'Ein Brief.' }, under(row(edit)));
  expect(twice.firstText).toBe('Ein Brief.');
  const waiting = { rows: [row(deletion)], waiting: new Set(['r']) };
  expect(shown({}, waiting)).toMatchObject({
    text: 'Zwei Briefe.',
    delivery: 'waiting',
    change: { row: 'r', words: t.deletingLater, discard: t.discardDeletion },
  });
  expect(shown({}, under(row(edit, 'REPORT')))).toMatchObject({
    delivery: 'failed',
    change: { words: t.notEdited, discard: t.discardEdit },
  });
});

test('the newest change counts, and that of another message doesn’t', () => {
  expect(shown({}, under(row(edit), row(deletion))).change?.words).toBe(t.deleting);
  expect(shown({}, under(row({ ...edit, ref: 'm3' }))).delivery).toBe('arrived');
});
