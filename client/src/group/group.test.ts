// Long: one life of a group, from its opening to its end, beside what a server could lie about it.
import type { Contract, Output } from '@beistand/contract';
import { toBase64url } from '@beistand/wire';
import { describe, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { setBits } from '../centre/extend.ts';
import { removeMember } from '../conversation/change.ts';
import { listConversations } from '../conversation/list.ts';
import { refresh } from '../conversation/open.ts';
import { roomOf } from '../conversation/sync.ts';
import { deleteMessage } from '../message/change.ts';
import { deliver, queueMessage, send } from '../message/send.ts';
import { myId, type Self } from '../self.ts';
import { call } from '../server/call.ts';
import { answerLost, retold, says } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf, lineOf, seekerOf, takeBack, textsOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { openThread } from '../thread/open.ts';
import { addModerator, admit, closeGroup, listJoiners, readTitle, sayTitle, turnAway } from './admit.ts';
import { askToJoin, closeDoor, leaveGroup, nameMyself, openDoor, readDoor } from './door.ts';
import { listGroups, startGroup } from './start.ts';

const organisation = await useOrganisation();
const { centre, lead: eva, colleagues } = await organisation.raise(altstadt);
const [clara, david] = colleagues as [Self, Self];
const seekers: Awaited<ReturnType<typeof seekerOf>>[] = [];
for (let i = 0; i < 3; i++) seekers.push(await seekerOf(organisation, centre));
const [ada, ben, cem] = seekers.map(({ self }) => self) as [Self, Self, Self];

const id = (self: Self) => toBase64url(myId(self));
const gone = { code: 'NOT_FOUND' };
/** A group of clara's, in which these have asked, and the code of its door. */
async function gathered(...asking: Self[]) {
  const group = await startGroup(clara, centre, 'Dienstagsgruppe');
  const { code } = await openDoor(clara, group);
  for (const [i, one] of asking.entries())
    await askToJoin(one, code, { name: `stille-eule-${i}`, pin: null });
  return { group, code };
}
const letIn = (group: string, ...people: Self[]) => admit(clara, group, people.map(id));
/** A look, and what it leads to. */
async function look(self: Self, group: string) {
  const seen = await refresh(self, group);
  await roomOf(self, group).queue;
  return seen;
}
const saidBy = async (self: Self, group: string) => {
  const { entries } = await refresh(self, group);
  return entries.flatMap((entry) => (entry.t === 'message' ? [[entry.name, entry.text]] : []));
};

describe('a group', () => {
  it('is opened by a counsellor, found by the centre’s staff, and joined by whoever asks at its door', async () => {
    const { group, code } = await gathered();
    const { path } = await openDoor(clara, group);
    const pin = /#k=(.+)$/.exec(path)![1]!;
    expect(path).toMatch(new RegExp(`^/g/${code}#k=`));
    expect(await listGroups(david, centre)).toMatchObject([
      { conversation: group, code, moderators: [{ account: id(clara) }] },
    ]);
    await expect(startGroup(ada, centre, 'Ohne Beratung')).rejects.toMatchObject({ code: 'NOT_WANTED' });
    await expect(listGroups(ada, centre)).rejects.toMatchObject(gone);
    const wrong = { name: 'x', pin: pin.replace(/^./, (first) => (first === '0' ? '1' : '0')) };
    await expect(askToJoin(ada, code, wrong)).rejects.toMatchObject({ code: 'FALSE_CENTRE' });
    expect(await readDoor(ada, code)).toMatchObject({ centre, state: 'outside', conversation: null });
    expect(await askToJoin(ada, code, { name: 'stille-eule', pin })).toBe(group);
    await expect(refresh(ada, group)).rejects.toMatchObject(gone);
    expect((await listJoiners(clara, group)).map(({ account, known }) => [account, known])).toEqual([
      [id(ada), null],
    ]);
    await turnAway(clara, group, id(ada));
    expect(await readDoor(ada, code)).toMatchObject({ state: 'outside' });
    await askToJoin(ada, code, { name: 'stille-eule', pin });
    await letIn(group, ada);
    expect(await readDoor(ada, code)).toMatchObject({ state: 'inside' });
    expect(await readTitle(ada, group)).toBe('Dienstagsgruppe');
    const { conversations } = await listConversations(ada);
    expect(conversations.filter(({ isGroup }) => isGroup).map(({ conversation }) => conversation)).toEqual([
      group,
    ]);
    await closeDoor(clara, group);
    await expect(askToJoin(ben, code, { name: 'y', pin })).rejects.toMatchObject(gone);
  });

  it('lets a moderator know again whom they counsel', async () => {
    const talk = await conversationOf(organisation, centre, clara);
    const { group } = await gathered(talk.self);
    expect((await listJoiners(clara, group))[0]!.known).toMatchObject({ conversation: talk.conversation });
  });

  it('is read by each from the record that let them in, under the names people gave themselves', async () => {
    const { group, code } = await gathered(ada, ben);
    await letIn(group, ada, ben);
    await send(clara, group, 'Willkommen.');
    await send(ada, group, 'Ich bin neu.');
    await nameMyself(ada, group, 'alte-eule');
    await askToJoin(cem, code, { name: 'roter-milan', pin: null });
    await letIn(group, cem);
    expect(await textsOf(cem, group)).toEqual([]);
    await send(cem, group, 'Ich auch.');
    await send(ada, group, 'Schön.');
    const everything = [
      ['Clara Keller', 'Willkommen.'],
      ['stille-eule-0', 'Ich bin neu.'],
      ['roter-milan', 'Ich auch.'],
      ['alte-eule', 'Schön.'],
    ];
    for (const self of [ada, ben])
      expect((await saidBy(self, group)).map(([, text]) => text)).toEqual(everything.map(([, text]) => text));
    expect((await saidBy(ben, group)).slice(1)).toEqual(everything.slice(1));
    expect(await saidBy(cem, group)).toEqual(everything.slice(2));
    await sayTitle(clara, group, 'Mittwochsgruppe');
    for (const self of [ada, cem]) expect(await readTitle(self, group)).toBe('Mittwochsgruppe');
    // Another device begins at the same record, and knows by which name.
    const { name, phrase } = seekers[2]!;
    const again = await signIn(organisation.newWorld(), name, phrase);
    expect(await saidBy(again, group)).toEqual(everything.slice(2));
    await send(again, group, 'Vom Telefon.');
    expect((await saidBy(ben, group)).at(-1)).toEqual(['roter-milan', 'Vom Telefon.']);
    const shown = await refresh(ben, group);
    const last = shown.entries.findLast((entry) => entry.t === 'change')!;
    expect(last.readers.find(({ account }) => account === id(cem))).toMatchObject({ name: null, role: 1 });
  });

  it('is left at once: nothing is served, the next look of a moderator makes a new key, and coming back begins anew', async () => {
    const { group, code } = await gathered(ada, ben);
    await letIn(group, ada, ben);
    await send(ada, group, 'Tschüss.');
    await leaveGroup(ada, group);
    await expect(refresh(ada, group)).rejects.toMatchObject(gone);
    await expect(send(ada, group, 'Noch was.')).rejects.toMatchObject(gone);
    const { epoch } = roomOf(clara, group).stream.current!;
    await look(clara, group);
    expect(roomOf(clara, group).stream.current!.epoch).toBe(epoch + 1);
    await send(ben, group, 'Schade.');
    await askToJoin(ada, code, { name: 'stille-eule', pin: null });
    await letIn(group, ada);
    expect(await textsOf(ada, group)).toEqual([]);
    await send(ben, group, 'Da bist du ja.');
    expect(await textsOf(ada, group)).toEqual(['Da bist du ja.']);
    await send(ada, group, 'Ja.');
    expect(await textsOf(ben, group)).toEqual(['Tschüss.', 'Schade.', 'Da bist du ja.', 'Ja.']);
    // Gone and back before a moderator looked.
    await leaveGroup(ada, group);
    await send(ben, group, 'Wieder weg?');
    await askToJoin(ada, code, { name: 'stille-eule', pin: null });
    await look(clara, group);
    await letIn(group, ada);
    expect(await textsOf(ada, group)).toEqual([]);
    // Who only asked asks no more.
    await askToJoin(cem, code, { name: 'roter-milan', pin: null });
    await leaveGroup(cem, group);
    expect(await listJoiners(clara, group)).toEqual([]);
  });

  it('is closed to whoever is taken out, and opens to them again only by asking', async () => {
    const { group, code } = await gathered(ada, ben);
    await letIn(group, ada, ben);
    await send(ben, group, 'Bevor.');
    expect(await textsOf(ada, group)).toEqual(['Bevor.']);
    await expect(removeMember(ben, group, id(ada))).rejects.toMatchObject({ code: 'NOT_WANTED' });
    await removeMember(clara, group, id(ada));
    await expect(refresh(ada, group)).rejects.toMatchObject(gone);
    await send(ben, group, 'Danach.');
    await expect(letIn(group, ada)).rejects.toMatchObject({ code: 'NOT_WANTED' });
    await askToJoin(ada, code, { name: 'stille-eule', pin: null });
    await letIn(group, ada);
    await send(ben, group, 'Wieder.');
    expect(await textsOf(ada, group)).toEqual(['Wieder.']);
  });

  it('waits for a moderator’s key where a participant can’t make one', async () => {
    const { group } = await gathered(ada, ben);
    await letIn(group, ada, ben);
    await addModerator(clara, group, id(david));
    const kid = toBase64url(david.account.bundle.kid);
    await setBits(eva, centre, kid, 0);
    const row = await queueMessage(ada, group, { t: 'text', ts: 1, x: 'Ich warte.' });
    let waits = 0;
    const waiting = Promise.withResolvers<void>();
    const sent = deliver(ada, row, () => {
      waits += 1;
      waiting.resolve();
    });
    await waiting.promise;
    await look(clara, group);
    await sent;
    expect(waits).toBeGreaterThan(0);
    expect(await textsOf(ben, group)).toEqual(['Ich warte.']);
    await takeBack(eva, centre, david, 1);
  });

  it('has moderators who delete what others said, and staff who confer beside it', async () => {
    const { group } = await gathered(ada, ben);
    await letIn(group, ada, ben);
    await addModerator(clara, group, id(david));
    const { messageId } = await send(ada, group, 'Grob.');
    await expect(deleteMessage(ben, group, messageId!)).rejects.toMatchObject({ code: 'NOT_WANTED' });
    await deleteMessage(david, group, messageId!);
    for (const self of [ben, clara]) expect(await textsOf(self, group)).toEqual([null]);
    const thread = await openThread(clara, group);
    await send(david, (await openThread(david, group))!, 'Unter uns.');
    expect(await textsOf(clara, thread!)).toEqual(['Unter uns.']);
    await expect(call(ada.world, 'readItems', { conversation: thread! })).rejects.toMatchObject(gone);
    await leaveGroup(david, group);
    await expect(leaveGroup(clara, group)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });

  it('is closed for good by a moderator: still read by everyone who was in, and written in by nobody', async () => {
    const { group, code } = await gathered(ada, ben);
    await letIn(group, ada);
    await addModerator(clara, group, id(david));
    await send(ada, group, 'Danke euch.');
    const before = (await listGroups(clara, centre)).length;
    await expect(closeGroup(ada, group)).rejects.toMatchObject({ code: 'NOT_WANTED' });
    lineOf(david).plan('appendRecord', answerLost);
    await expect(closeGroup(david, group)).rejects.toThrow();
    const seq = await closeGroup(david, group);
    expect(await closeGroup(clara, group)).toBe(seq);
    expect(await listGroups(clara, centre)).toHaveLength(before - 1);
    for (const self of [ada, clara, david]) {
      expect(await textsOf(self, group)).toEqual(['Danke euch.']);
      expect((await look(self, group)).state).toBe('closed');
      await expect(send(self, group, 'Noch etwas.')).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
      expect([...self.outbox.rows.values()].at(-1)?.stoppedBy).toBe('NOT_ALLOWED');
    }
    await expect(letIn(group, ben)).rejects.toMatchObject(gone);
    await expect(addModerator(clara, group, id(eva))).rejects.toMatchObject({ code: 'NOT_WANTED' });
    await expect(askToJoin(ben, code, { name: 'x', pin: null })).rejects.toMatchObject(gone);
    const again = await signIn(organisation.newWorld(), seekers[0]!.name, seekers[0]!.phrase);
    expect(await textsOf(again, group)).toEqual(['Danke euch.']);
    // Somebody's right ends as everywhere, and no record has to say so.
    await setBits(eva, centre, toBase64url(david.account.bundle.kid), 0);
    await expect(refresh(david, group)).rejects.toMatchObject(gone);
    expect((await look(clara, group)).mustRekey).toBe(false);
    await takeBack(eva, centre, david, 1);
    await leaveGroup(clara, group);
  });

  it('takes an admission whose answer was lost for done', async () => {
    const { group } = await gathered(ada);
    lineOf(clara).plan('appendRecord', answerLost);
    await expect(letIn(group, ada)).rejects.toThrow();
    await letIn(group, ada);
    const { entries } = await refresh(ada, group);
    expect(entries.filter(({ t }) => t === 'change')).toHaveLength(1);
  });
});

describe('a server that lies to a newcomer', () => {
  type Items = Output<Contract['readItems']>;
  /** What the room freezes with when the next answers are told otherwise. */
  async function frozenBy(self: Self, group: string, lie: (answer: Items) => Items) {
    lineOf(self).plan('readItems', retold('readItems', lie), 3);
    const { frozen } = await refresh(self, group);
    lineOf(self).mend();
    return frozen;
  }
  const itemsAfter = (group: string, after: number) =>
    call(clara.world, 'readItems', { conversation: group, after });

  it('is found out by the next honest item when it names another past', async () => {
    const { group } = await gathered(ada, ben);
    await letIn(group, ada);
    await send(ada, group, 'Bin da.');
    await letIn(group, ben);
    await send(ada, group, 'Hallo.');
    const transcriptBefore = toBase64url(new Uint8Array(32).fill(7));
    expect(await frozenBy(ben, group, (answer) => ({ ...answer, transcriptBefore }))).toBe('CHAIN');
  });

  it('begins nothing in the middle: no conversation of two, and no group at a record that lets somebody else in', async () => {
    const talk = await conversationOf(organisation, centre, clara);
    const again = await signIn(organisation.newWorld(), talk.name, talk.phrase);
    const middle = (answer: Items) => ({ ...answer, items: answer.items.slice(2) });
    expect(await frozenBy(again, talk.conversation, middle)).toBe('GAP');

    const { group, code } = await gathered(ada, ben);
    await letIn(group, ada, ben);
    const { seq } = await itemsAfter(group, 0);
    await removeMember(clara, group, id(ada));
    const without = await itemsAfter(group, seq);
    await askToJoin(ada, code, { name: 'stille-eule', pin: null });
    await letIn(group, ada);
    const { items, transcriptBefore } = without;
    expect(await frozenBy(ada, group, (answer) => ({ ...answer, items, transcriptBefore }))).toBe(
      'NOT_ALLOWED',
    );
  });

  it('skips nothing for somebody who was in all along', async () => {
    const { group } = await gathered(ada, ben);
    await letIn(group, ada);
    await refresh(ada, group);
    await send(clara, group, 'Verschwiegen.');
    await letIn(group, ben);
    const skipping = (answer: Items) => ({
      ...answer,
      items: answer.items.filter(({ kind }) => kind === 'record').slice(-1),
    });
    expect(await frozenBy(ada, group, skipping)).toBe('GAP');
  });

  it('can say that somebody was out, but not between one record and the next', async () => {
    const { group } = await gathered(ada, ben);
    await letIn(group, ada);
    await refresh(ada, group);
    await send(clara, group, 'Verschwiegen.');
    await letIn(group, ben);
    lineOf(ada).plan('readItems', says('NOT_FOUND'));
    await expect(refresh(ada, group)).rejects.toMatchObject(gone);
    const skipping = (answer: Items) => {
      const at = answer.items.findLastIndex(({ kind }) => kind === 'record');
      return { ...answer, items: answer.items.slice(at) };
    };
    expect(await frozenBy(ada, group, skipping)).toBe('GAP');
  });
});
