import { BIT, toBase64url } from '@beistand/wire';
import { describe, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { miriam, thomas } from '../cast/people.ts';
import { comeIn } from '../cast/raise.ts';
import { setBits } from '../centre/extend.ts';
import { accept, giveBack } from '../conversation/accept.ts';
import { addMember, handOver, removeMember } from '../conversation/change.ts';
import { listConversations } from '../conversation/list.ts';
import { refresh } from '../conversation/open.ts';
import { roomOf } from '../conversation/sync.ts';
import { follow } from '../live/follow.ts';
import { send } from '../message/send.ts';
import { myId, type Self } from '../self.ts';
import { answerLost } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf, lineOf, seekerOf, takeBack, textsOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { openNotes, openThread } from './open.ts';

const organisation = await useOrganisation();
const raised = await organisation.raise(altstadt);
const { centre, lead: eva } = raised;
const [clara, david] = raised.colleagues as [Self, Self];
const come = (person: typeof miriam, bits: number) =>
  comeIn(organisation.newWorld(), eva, centre, person, bits);
const { person } = altstadt.colleagues[0]!;
const ruth = await come(miriam, BIT.reader);
const wanda = await come(thomas, BIT.writer);

const id = (self: Self) => toBase64url(myId(self));
const gone = { code: 'NOT_FOUND' };
const unwanted = { code: 'NOT_WANTED' };
/** Who is in, as this person reads it. */
const rolesIn = async (self: Self, conversation: string) => {
  const { entries } = await refresh(self, conversation);
  const last = entries.findLast((entry) => entry.t === 'change')!;
  return Object.fromEntries(last.readers.map(({ account, role }) => [account, role]));
};
/** Looks at a conversation and waits until what that leads to is done as well. */
const look = async (self: Self, conversation: string) => {
  await refresh(self, conversation);
  await roomOf(self, conversation).queue;
};

describe('a staff thread', () => {
  it('is opened once, holds the conversation’s staff, and is written and read like any conversation', async () => {
    const { conversation } = await conversationOf(organisation, centre, clara);
    await addMember(clara, conversation, id(david), 3);
    await addMember(clara, conversation, id(wanda), 3);
    await addMember(clara, conversation, id(ruth), 4);
    await expect(openThread(wanda, conversation)).rejects.toMatchObject(unwanted);
    const thread = (await openThread(david, conversation))!;
    for (const self of [clara, david, wanda, ruth]) expect(await openThread(self, conversation)).toBe(thread);
    expect(await rolesIn(clara, thread)).toEqual({
      [id(david)]: 2,
      [id(clara)]: 2,
      [id(wanda)]: 3,
      [id(ruth)]: 4,
    });
    await send(david, thread, 'Was meint ihr?');
    await send(wanda, thread, 'Ich höre Angst.');
    await expect(send(ruth, thread, 'Nur lesen.')).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    for (const self of [clara, ruth])
      expect(await textsOf(self, thread)).toEqual(['Was meint ihr?', 'Ich höre Angst.']);
    await expect(openThread(eva, conversation)).rejects.toMatchObject(gone);
    await expect(openThread(clara, thread)).rejects.toMatchObject(gone);
  });

  it('leaves no trace with who asks: not in the list, the items, the numbers or the live hints', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, centre, clara);
    const heard: string[] = [];
    const connected = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    const stop = follow(
      ada,
      (notice) => {
        if ('conversation' in notice) heard.push(notice.conversation);
        if (heard.length > 0) answered.resolve();
      },
      (isOpen) => isOpen && connected.resolve(),
    );
    await connected.promise;
    const list = async () => (await listConversations(ada)).conversations;
    const before = { list: await list(), room: await refresh(ada, conversation) };
    const thread = (await openThread(clara, conversation))!;
    await send(clara, thread, 'Nur unter uns.');
    expect({ list: await list(), room: await refresh(ada, conversation) }).toEqual(before);
    await expect(openThread(ada, conversation)).rejects.toMatchObject(gone);
    await expect(refresh(ada, thread)).rejects.toMatchObject(gone);
    // Hints arrive in order: whatever was said of the thread would have come before this one.
    await send(clara, conversation, 'Guten Tag.');
    await answered.promise;
    stop();
    expect(new Set(heard)).toEqual(new Set([conversation]));
    expect((await listConversations(clara)).conversations.map((one) => one.conversation)).not.toContain(
      thread,
    );
  });

  it('R7: six clients open it at once over two processes: it is one, and all of them read it', async () => {
    const { app, origin } = await organisation.another();
    const { conversation } = await conversationOf(organisation, centre, clara);
    await addMember(clara, conversation, id(david), 3);
    const pages = await Promise.all(
      Array.from({ length: 6 }, (_, n) => {
        const world = organisation.newWorld();
        const { signInName, phrase } = altstadt.colleagues[n % 2]!.person;
        return signIn(n % 4 < 2 ? world : Object.assign(world, { origin }), signInName, phrase);
      }),
    );
    const opened = await Promise.all(pages.map((self) => openThread(self, conversation)));
    expect(new Set(opened).size).toBe(1);
    await send(pages[0]!, opened[0]!, 'Einer.');
    for (const self of pages) expect(await textsOf(self, opened[0]!)).toEqual(['Einer.']);
    await app.close();
  });

  it('is found again when the answer to its opening got lost', async () => {
    const { conversation } = await conversationOf(organisation, centre, clara);
    lineOf(clara).plan('startConversation', answerLost);
    await expect(openThread(clara, conversation)).rejects.toThrow('no connection');
    const thread = (await openThread(clara, conversation))!;
    expect(Object.keys(await rolesIn(clara, thread))).toEqual([id(clara)]);
  });
});

describe('a thread follows its conversation', () => {
  it('when somebody is added, handed to and taken out: the one who goes lets the next in first', async () => {
    const { conversation } = await conversationOf(organisation, centre, clara);
    const thread = (await openThread(clara, conversation))!;
    await send(clara, thread, 'Übergabe: bitte ruhig bleiben.');
    await handOver(clara, conversation, id(david), false);
    // Before anything else happens in the thread, she has left it and he reads it from its first word on.
    await expect(refresh(clara, thread)).rejects.toMatchObject(gone);
    expect(await textsOf(david, thread)).toEqual(['Übergabe: bitte ruhig bleiben.']);
    expect(await openThread(david, conversation)).toBe(thread);
    expect(await rolesIn(david, thread)).toEqual({ [id(david)]: 2 });
    await addMember(david, conversation, id(clara), 3);
    expect(await rolesIn(clara, thread)).toEqual({ [id(david)]: 2, [id(clara)]: 3 });
    await removeMember(david, conversation, id(clara));
    expect(await rolesIn(david, thread)).toEqual({ [id(david)]: 2 });
    await send(david, thread, 'Allein.');
    await expect(textsOf(clara, thread)).rejects.toMatchObject(gone);
  });

  it('however a hand-over is cut off: repeated, it ends with both done', async () => {
    const page = () => signIn(organisation.newWorld(), person.signInName, person.phrase);
    for (const lost of [0, 1, 2]) {
      const { conversation } = await conversationOf(organisation, centre, clara);
      const thread = (await openThread(clara, conversation))!;
      await send(clara, thread, 'Bis hierher.');
      // First the thread's record, then the conversation's; each time the page is gone before it has the answer.
      for (let n = 0; n < lost; n++) {
        const self = await page();
        lineOf(self).plan('appendRecord', answerLost);
        await expect(handOver(self, conversation, id(david), false)).rejects.toThrow('no connection');
        // Her other page looks meanwhile, and doesn't undo what has only begun.
        if (n === 0) await look(clara, conversation);
      }
      if (lost < 2) await handOver(await page(), conversation, id(david), false);
      await look(david, conversation);
      expect(await rolesIn(david, thread)).toEqual({ [id(david)]: 2 });
      expect(await textsOf(david, thread)).toEqual(['Bis hierher.']);
      await expect(refresh(clara, thread)).rejects.toMatchObject(gone);
    }
  });

  it('when the centre lets somebody go, by the thread’s own gate', async () => {
    const { conversation } = await conversationOf(organisation, centre, clara);
    await addMember(clara, conversation, id(david), 3);
    const thread = (await openThread(clara, conversation))!;
    await textsOf(david, thread);
    await setBits(eva, centre, toBase64url(david.account.bundle.kid), 0);
    await expect(refresh(david, thread)).rejects.toMatchObject(gone);
    await send(clara, thread, 'Ohne ihn.');
    expect(await rolesIn(clara, thread)).toEqual({ [id(clara)]: 2 });
    await takeBack(eva, centre, david, BIT.counsellor);
    await addMember(clara, conversation, id(david), 3);
    expect(await textsOf(david, thread)).toEqual(['Ohne ihn.']);
  });

  it('makes way for another when the conversation was given back and somebody else has accepted', async () => {
    const { conversation } = await seekerOf(organisation, centre);
    await accept(clara, conversation);
    const first = await openThread(clara, conversation);
    await giveBack(clara, conversation);
    await expect(refresh(clara, first!)).rejects.toMatchObject(gone);
    await accept(david, conversation);
    const second = await openThread(david, conversation);
    expect(second).not.toBe(first);
    expect(await openThread(david, conversation)).toBe(second);
  });

  it('and never the conversation itself, which would wait for its own end', async () => {
    const { conversation } = await conversationOf(organisation, centre, clara);
    for (const open of [openThread, openNotes]) {
      const page = await signIn(organisation.newWorld(), person.signInName, person.phrase);
      const itself = async () => Response.json({ thread: conversation, notes: conversation });
      lineOf(page).plan('readThreads', itself);
      await expect(open(page, conversation)).rejects.toMatchObject({ code: 'FROZEN', detail: 'ABOUT' });
      await expect(openThread(page, conversation)).rejects.toMatchObject({ code: 'FROZEN' });
    }
  });

  it('and never the server’s word for which one: another conversation’s thread stops, and nobody is let into it', async () => {
    const one = await conversationOf(organisation, centre, clara);
    const other = await conversationOf(organisation, centre, clara);
    const thread = await openThread(clara, one.conversation);
    const page = await signIn(organisation.newWorld(), person.signInName, person.phrase);
    lineOf(page).plan('readThreads', async () => Response.json({ thread, notes: null }));
    await expect(openThread(page, other.conversation)).rejects.toMatchObject({
      code: 'FROZEN',
      detail: 'ABOUT',
    });
    expect(await rolesIn(clara, thread!)).toEqual({ [id(clara)]: 2 });
  });
});

describe('private notes', () => {
  it('are one person’s own: no colleague finds or reads them, and they stay when their author has left', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, centre, clara);
    await addMember(clara, conversation, id(david), 3);
    const [claras, davids] = [await openNotes(clara, conversation), await openNotes(david, conversation)];
    expect(new Set([claras, davids, await openThread(clara, conversation)]).size).toBe(3);
    await send(clara, claras, 'Mir fällt auf …');
    expect(await openNotes(clara, conversation)).toBe(claras);
    for (const self of [ada, david, eva]) await expect(refresh(self, claras)).rejects.toMatchObject(gone);
    await handOver(clara, conversation, id(david), false);
    expect(await openNotes(clara, conversation)).toBe(claras);
    expect(await textsOf(clara, claras)).toEqual(['Mir fällt auf …']);
    await expect(openNotes(eva, conversation)).rejects.toMatchObject(gone);
  });
});
