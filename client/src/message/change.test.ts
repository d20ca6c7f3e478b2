import { fromBase64url, toBase64url } from '@beistand/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { openConversation, refresh } from '../conversation/open.ts';
import type { MessageEntry } from '../conversation/read.ts';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';
import { answerLost, requestLost, says } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf, lineOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { deleteMessage, edit, queueDeletion } from './change.ts';
import { resume } from './outbox.ts';
import { deliver, queueMessage, send } from './send.ts';

const organisation = await useOrganisation();
const { centre, colleagues } = await organisation.raise(altstadt);
const [clara] = colleagues as [Self];
const seeker = await conversationOf(organisation, centre, clara);
const { self: ada, conversation } = seeker;
afterEach(() => {
  lineOf(ada).mend();
  lineOf(clara).mend();
  ada.outbox.rows.clear();
});

const quiet = () => undefined;
const messagesOf = async (self: Self) =>
  (await refresh(self, conversation)).entries.filter((one): one is MessageEntry => one.t === 'message');
const newest = async (self: Self) => {
  const { state, text, firstText } = (await messagesOf(self)).at(-1)!;
  return { state, text, firstText };
};
/** A device that has seen nothing yet. */
const freshAda = () => signIn(organisation.newWorld(), seeker.name, seeker.phrase);
/** What the server keeps of each message: its kind by id. */
const kept = async () => {
  const { items } = await call(ada.world, 'readItems', { conversation, after: 0 });
  return new Map(
    items.map(({ kind, bytes }) => [toBase64url(fromBase64url(bytes).slice(114, 130)), kind] as const),
  );
};
const say = (self: Self, body: Parameters<typeof queueMessage>[2], kind: 1 | 2 = 2) =>
  queueMessage(self, conversation, body, kind).then((row) => deliver(self, row, quiet));

describe('editing', () => {
  it('shows the last text, keeps the first one, and is seen by the other side and a new device', async () => {
    const { messageId } = await send(ada, conversation, 'Ich komme am Montag.');
    await edit(ada, conversation, messageId, 'Ich komme am Dienstag.');
    await edit(ada, conversation, messageId, 'Ich komme am Mittwoch.');
    for (const self of [ada, clara, await freshAda()])
      expect(await newest(self)).toEqual({
        state: 'edited',
        text: 'Ich komme am Mittwoch.',
        firstText: 'Ich komme am Montag.',
      });
  });

  it('is the author’s alone: another’s edit or deletion changes nothing', async () => {
    const { messageId: ref } = await send(ada, conversation, 'Von mir.');
    await expect(edit(clara, conversation, ref, 'Von dir.')).rejects.toMatchObject({ code: 'NOT_WANTED' });
    await expect(deleteMessage(clara, conversation, ref)).rejects.toMatchObject({ code: 'NOT_WANTED' });
    await say(clara, { t: 'edit', ts: 1, ref, x: 'Von dir.' });
    await say(clara, { t: 'del', ts: 1, ref });
    for (const self of [ada, clara])
      expect(await newest(self)).toMatchObject({ state: 'ok', text: 'Von mir.' });
  });

  it('ignores edits and deletions of edits and deletions, of what comes later, and of nothing', async () => {
    const { messageId } = await send(ada, conversation, 'Erst so.');
    const { messageId: first } = await edit(ada, conversation, messageId, 'Dann so.');
    await say(ada, { t: 'edit', ts: 1, ref: first, x: 'Nie.' });
    lineOf(ada).plan('eraseMessage', says('NOT_FOUND'), 2);
    await say(ada, { t: 'del', ts: 1, ref: first });
    await say(ada, { t: 'del', ts: 1, ref: toBase64url(new Uint8Array(16)) });
    expect(await newest(clara)).toEqual({ state: 'edited', text: 'Dann so.', firstText: 'Erst so.' });
  });

  it('isn’t hidden in a message that counts as an answer', async () => {
    const { messageId: ref } = await send(ada, conversation, 'Bleibt.');
    await say(ada, { t: 'edit', ts: 1, ref, x: 'Nicht so.' }, 1);
    expect((await messagesOf(clara)).slice(-2)).toMatchObject([
      { state: 'ok', text: 'Bleibt.' },
      { state: 'unknown', text: null },
    ]);
  });
});

describe('deleting', () => {
  it('takes the words away for everyone and from the server, with every edit of them', async () => {
    const { messageId } = await send(ada, conversation, 'Das hätte ich nicht schreiben sollen.');
    const { messageId: edited } = await edit(ada, conversation, messageId, 'Das auch nicht.');
    const { messageId: other } = await send(ada, conversation, 'Das schon.');
    const { messageId: deletion } = await deleteMessage(ada, conversation, messageId);
    const there = await kept();
    expect([messageId, edited, other, deletion].map((id) => there.get(id))).toEqual([
      'erased',
      'erased',
      'message',
      'message',
    ]);
    for (const self of [ada, clara, await freshAda()])
      expect((await messagesOf(self)).slice(-2)).toMatchObject([
        { state: 'deleted', text: null, firstText: null, id: messageId },
        { state: 'ok', text: 'Das schon.', id: other },
      ]);
    await expect(edit(ada, conversation, messageId, 'Doch.')).rejects.toMatchObject({ code: 'NOT_WANTED' });
    await say(ada, { t: 'edit', ts: 1, ref: messageId, x: 'Doch.' });
    expect((await messagesOf(clara)).at(-2)).toMatchObject({ state: 'deleted', text: null });
  });

  it('of the first message leaves the name that stood in it', async () => {
    const other = await conversationOf(organisation, centre, clara);
    const first = (await refresh(other.self, other.conversation)).entries.find(({ t }) => t === 'message');
    expect(first).toMatchObject({ name: other.name });
    await deleteMessage(other.self, other.conversation, (first as MessageEntry).id);
    await send(other.self, other.conversation, 'Noch da.');
    clara.rooms.clear();
    const { entries } = await refresh(clara, other.conversation);
    expect(entries.at(-1)).toMatchObject({ text: 'Noch da.', name: other.name });
  });

  it('goes along with an edit that is still under way', async () => {
    const { messageId } = await send(ada, conversation, 'Eins.');
    const row = await queueMessage(ada, conversation, { t: 'edit', ts: 1, ref: messageId, x: 'Zwei.' }, 2);
    const deletion = await queueDeletion(ada, conversation, messageId);
    await Promise.all([row, deletion].map((one) => deliver(ada, one, quiet)));
    expect((await kept()).get(row.messageId)).toBe('erased');
    expect((await messagesOf(clara)).at(-1)).toMatchObject({ state: 'deleted' });
  });

  for (const [what, name, fault] of [
    ['the word is lost on its way', 'appendMessage', requestLost],
    ['the answer to the word is lost', 'appendMessage', answerLost],
    ['the erasure is lost on its way', 'eraseMessage', requestLost],
    ['the answer to the erasure is lost', 'eraseMessage', answerLost],
    ['the server says FAULT to the erasure', 'eraseMessage', says('FAULT')],
  ] as const)
    it(`R7: is done once and whole when ${what}`, async () => {
      const { messageId } = await send(ada, conversation, what);
      lineOf(ada).plan(name, fault);
      await deleteMessage(ada, conversation, messageId);
      expect((await kept()).get(messageId)).toBe('erased');
      expect(ada.outbox.rows.size).toBe(0);
      expect((await messagesOf(clara)).at(-1)).toMatchObject({ state: 'deleted', id: messageId });
    });

  it('goes on after a crash between the word and the erasure', async () => {
    const { messageId } = await send(ada, conversation, 'Dazwischen.');
    lineOf(ada).plan('eraseMessage', says('SESSION'));
    await expect(deleteMessage(ada, conversation, messageId)).rejects.toMatchObject({ code: 'SESSION' });
    expect((await kept()).get(messageId)).toBe('message');
    expect((await messagesOf(clara)).at(-1)).toMatchObject({ state: 'deleted' });
    const again = await signIn(organisation.newWorld(seeker.world), seeker.name, seeker.phrase);
    for (const row of resume(again)) await deliver(again, row, quiet);
    expect((await kept()).get(messageId)).toBe('erased');
    expect(again.outbox.rows.size).toBe(0);
  });

  it('ends where it isn’t mine to erase any more: the word stands', async () => {
    const { messageId } = await send(ada, conversation, 'Nur das Wort.');
    lineOf(ada).plan('eraseMessage', says('NOT_FOUND'));
    await deleteMessage(ada, conversation, messageId);
    expect(ada.outbox.rows.size).toBe(0);
    expect(await newest(clara)).toMatchObject({ state: 'deleted' });
  });
});

describe('a server that erases by itself is seen', () => {
  it('as withheld, an edit as well: the first text doesn’t come back in silence', async () => {
    const { messageId } = await send(ada, conversation, 'Treffen um acht.');
    const { messageId: edited } = await edit(ada, conversation, messageId, 'Treffen um neun.');
    await call(ada.world, 'eraseMessage', { conversation, message: edited });
    clara.rooms.clear();
    expect((await messagesOf(clara)).slice(-2)).toMatchObject([
      { state: 'ok', text: 'Treffen um acht.' },
      { state: 'withheld', text: null, id: edited },
    ]);
    // Only its own author's word explains it.
    await say(clara, { t: 'del', ts: 1, ref: messageId, edits: [edited] });
    expect((await messagesOf(clara)).at(-1)).toMatchObject({ state: 'withheld', id: edited });
    await deleteMessage(ada, conversation, messageId);
    clara.rooms.clear();
    expect((await messagesOf(clara)).at(-1)).toMatchObject({ state: 'deleted', id: messageId });
  });

  it('also on the newest page, before all of it is judged', async () => {
    const { messageId } = await send(ada, conversation, 'Neueste Seite.');
    await deleteMessage(ada, conversation, messageId);
    clara.rooms.clear();
    const pages: (MessageEntry | undefined)[] = [];
    await openConversation(clara, conversation, ({ entries }) =>
      pages.push(entries.findLast((one): one is MessageEntry => one.t === 'message')),
    );
    expect(pages).toMatchObject([{ state: 'deleted', id: messageId }]);
  });
});
