import { BIT, toBase64url } from '@beistand/wire';
import { describe, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { miriam, thomas } from '../cast/people.ts';
import { comeIn } from '../cast/raise.ts';
import { setBits } from '../centre/extend.ts';
import { send } from '../message/send.ts';
import { myId, type Self } from '../self.ts';
import { after, answerLost } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf, lineOf, seekerOf, takeBack, textsOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { accept } from './accept.ts';
import { addMember, handOver, planCover, removeMember, takeOver } from './change.ts';
import { listConversations } from './list.ts';
import { refresh } from './open.ts';

const clock = { ahead: 0 };
const organisation = await useOrganisation({ clock: () => Date.now() + clock.ahead });
const raised = await organisation.raise(altstadt);
const { centre, lead: eva } = raised;
const [clara, david] = raised.colleagues as [Self, Self];
const come = (person: typeof miriam, bits: number) =>
  comeIn(organisation.newWorld(), eva, centre, person, bits);
const ruth = await come(miriam, BIT.reader);
const wanda = await come(thomas, BIT.writer);

const id = (self: Self) => toBase64url(myId(self));
const rolesIn = async (self: Self, conversation: string) => {
  const { entries } = await refresh(self, conversation);
  const last = entries.findLast((entry) => entry.t === 'change')!;
  return Object.fromEntries(last.readers.map(({ account, role }) => [account, role]));
};
const changes = async (self: Self, conversation: string) =>
  (await refresh(self, conversation)).entries.flatMap((entry) => (entry.t === 'change' ? [entry.what] : []));
const gone = { code: 'NOT_FOUND' };
const unwanted = { code: 'NOT_WANTED' };

describe('who is in a conversation', () => {
  it('grows by those who counsel and those who read, who read it from its first word', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, centre, clara);
    await send(clara, conversation, 'Guten Tag.');
    await expect(refresh(david, conversation)).rejects.toMatchObject(gone);
    await addMember(clara, conversation, id(david), 3);
    await addMember(david, conversation, id(ruth), 4);
    await addMember(clara, conversation, id(wanda), 3);
    await send(david, conversation, 'Ich lese mit und schreibe.');
    await send(wanda, conversation, 'Ich übersetze.');
    await expect(send(ruth, conversation, 'Ich lese nur.')).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    const all = ['Ich weiß nicht weiter.', 'Guten Tag.', 'Ich lese mit und schreibe.', 'Ich übersetze.'];
    for (const self of [ada, clara, david, ruth, wanda])
      expect(await textsOf(self, conversation)).toEqual(all);
    const fresh = await signIn(organisation.newWorld(), miriam.signInName, miriam.phrase);
    expect(await textsOf(fresh, conversation)).toEqual(all);
    expect(await rolesIn(ada, conversation)).toEqual({
      [id(ada)]: 1,
      [id(clara)]: 2,
      [id(david)]: 3,
      [id(ruth)]: 4,
      [id(wanda)]: 3,
    });
    await addMember(clara, conversation, id(david), 4);
    await expect(send(david, conversation, 'Nur noch lesen.')).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await removeMember(clara, conversation, id(david));
    await expect(refresh(david, conversation)).rejects.toMatchObject(gone);
    await send(ada, conversation, 'Jetzt ohne ihn.');
    expect(await textsOf(wanda, conversation)).toContain('Jetzt ohne ihn.');
  });

  it('changes by nobody but a counsellor who writes there, and only to whom the log lets in', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, centre, clara);
    await addMember(clara, conversation, id(wanda), 3);
    await addMember(clara, conversation, id(ruth), 4);
    const before = await rolesIn(clara, conversation);
    for (const self of [ada, wanda, ruth])
      for (const act of [
        () => addMember(self, conversation, id(david), 3),
        () => removeMember(self, conversation, id(clara)),
        () => handOver(self, conversation, id(david), false),
        () => takeOver(self, conversation, false),
      ])
        await expect(act()).rejects.toMatchObject(unwanted);
    await expect(addMember(david, conversation, id(david), 3)).rejects.toMatchObject(gone);
    for (const act of [
      () => addMember(clara, conversation, id(organisation.administrator), 3),
      () => addMember(clara, conversation, id(clara), 3),
      () => addMember(clara, conversation, id(ada), 3),
      () => removeMember(clara, conversation, id(clara)),
      () => removeMember(clara, conversation, id(ada)),
      () => handOver(clara, conversation, id(wanda), true),
      () => handOver(clara, conversation, id(clara), true),
      () => takeOver(clara, conversation, true).then(() => removeMember(clara, conversation, id(clara))),
    ])
      await expect(act()).rejects.toMatchObject(unwanted);
    expect(await rolesIn(clara, conversation)).toEqual(before);
    const waits = await seekerOf(organisation, centre);
    await refresh(clara, waits.conversation);
    await expect(addMember(clara, waits.conversation, id(david), 3)).rejects.toMatchObject(unwanted);
  });

  it('is handed over by who goes and by who stays, read on by all, once when an answer gets lost', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, centre, clara);
    await handOver(clara, conversation, id(david), true);
    expect(await rolesIn(ada, conversation)).toEqual({ [id(ada)]: 1, [id(david)]: 2, [id(clara)]: 3 });
    await send(clara, conversation, 'Ich bleibe dabei.');
    lineOf(david).plan('appendRecord', answerLost);
    await expect(handOver(david, conversation, id(eva), false)).rejects.toThrow('no connection');
    const seq = await handOver(david, conversation, id(eva), false);
    await expect(refresh(david, conversation)).rejects.toMatchObject(gone);
    expect(david.rooms.get(conversation)!.epochKeys.size).toBe(0);
    expect(await refresh(eva, conversation)).toMatchObject({ seq, mustRekey: true, myRole: 2 });
    await send(ada, conversation, 'Guten Tag, Frau Lindner.');
    await send(eva, conversation, 'Guten Tag.');
    // Who has gone knows the key they made: the next who writes makes another.
    expect(await changes(ada, conversation)).toEqual(['opened', 'accepted', 'changed', 'changed', 'tidied']);
    expect(await textsOf(clara, conversation)).toEqual(await textsOf(eva, conversation));
    const left = (await listConversations(david)).conversations.map((one) => one.conversation);
    expect(left).not.toContain(conversation);
    await handOver(eva, conversation, id(david), false);
    expect(await textsOf(david, conversation)).toEqual(await textsOf(ada, conversation));
  });

  it('R7: two hand-overs at once over two processes: one counts, the other is told, and so it is for everyone', async () => {
    const { app, origin } = await organisation.another();
    for (let round = 0; round < 4; round++) {
      const { self: ada, conversation } = await conversationOf(organisation, centre, clara);
      const other = await signIn(
        Object.assign(organisation.newWorld(), { origin }),
        altstadt.colleagues[0]!.person.signInName,
        altstadt.colleagues[0]!.person.phrase,
      );
      await refresh(other, conversation);
      const tries = await Promise.allSettled([
        handOver(clara, conversation, id(david), false),
        handOver(other, conversation, id(eva), false),
      ]);
      expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const lost = tries.find((one) => one.status === 'rejected')!;
      expect(['NOT_WANTED', 'NOT_FOUND']).toContain(lost.reason.code);
      const winner = tries[0]!.status === 'fulfilled' ? david : eva;
      expect(await rolesIn(ada, conversation)).toEqual({ [id(ada)]: 1, [id(winner)]: 2 });
      expect(await changes(winner, conversation)).toEqual(['opened', 'accepted', 'changed']);
    }
    await app.close();
  });

  it('is taken over by a colleague who counsels there, and by the one left when who was responsible goes', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, centre, david);
    await addMember(david, conversation, id(clara), 3);
    await takeOver(clara, conversation, true);
    expect(await rolesIn(ada, conversation)).toEqual({ [id(ada)]: 1, [id(clara)]: 2, [id(david)]: 3 });
    await takeOver(david, conversation, false);
    expect(await rolesIn(ada, conversation)).toEqual({ [id(ada)]: 1, [id(david)]: 2 });
    await addMember(david, conversation, id(clara), 3);
    await setBits(eva, centre, toBase64url(david.account.bundle.kid), 0);
    await takeOver(clara, conversation, true);
    await send(ada, conversation, 'Wer ist da?');
    expect(await rolesIn(ada, conversation)).toEqual({ [id(ada)]: 1, [id(clara)]: 2 });
    await takeBack(eva, centre, david, BIT.counsellor);
  });
});

describe('someone taken out in the middle of a sentence', () => {
  it('keeps the sentence, reads nothing more, and the next who writes makes a new key', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, centre, clara);
    await addMember(clara, conversation, id(david), 3);
    await refresh(david, conversation);
    lineOf(david).plan(
      'appendMessage',
      after(() => removeMember(clara, conversation, id(david))),
    );
    await expect(send(david, conversation, 'Was ich noch sagen wollte')).rejects.toMatchObject(gone);
    expect([...david.outbox.rows.values()].at(-1)).toMatchObject({
      body: { x: 'Was ich noch sagen wollte' },
      stoppedBy: 'NOT_FOUND',
    });
    await expect(refresh(david, conversation)).rejects.toMatchObject(gone);
    expect(david.rooms.get(conversation)!.epochKeys.size).toBe(0);
    await send(ada, conversation, 'Ohne ihn.');
    expect(await textsOf(clara, conversation)).toEqual(['Ich weiß nicht weiter.', 'Ohne ihn.']);
  });

  it('also when it is the centre that lets them go', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, centre, clara);
    await addMember(clara, conversation, id(david), 3);
    await refresh(david, conversation);
    lineOf(david).plan(
      'appendMessage',
      after(() => setBits(eva, centre, toBase64url(david.account.bundle.kid), 0)),
    );
    await expect(send(david, conversation, 'Mitten im')).rejects.toMatchObject(gone);
    expect([...david.outbox.rows.values()].at(-1)).toMatchObject({
      body: { x: 'Mitten im' },
      stoppedBy: 'NOT_FOUND',
    });
    await send(ada, conversation, 'Wo ist er?');
    expect(await changes(ada, conversation)).toEqual(['opened', 'accepted', 'changed', 'tidied']);
    await takeBack(eva, centre, david, BIT.counsellor);
  });
});

describe('a planned cover', () => {
  it('is seen by all with its dates, reads between them, and is ended by the next look of a colleague', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, centre, clara);
    const [from, until] = [Date.now() + 600_000, Date.now() + 1_200_000];
    const dates = { account: id(david), from, until };
    lineOf(clara).plan('appendRecord', answerLost);
    await expect(planCover(clara, conversation, dates)).rejects.toThrow('no connection');
    await planCover(clara, conversation, dates);
    expect((await refresh(ada, conversation)).covers).toEqual([{ ...dates, name: 'David Okafor' }]);
    expect(await changes(ada, conversation)).toEqual(['opened', 'accepted', 'changed']);
    await expect(refresh(david, conversation)).rejects.toMatchObject(gone);
    clock.ahead = 700_000;
    await send(david, conversation, 'Ich vertrete.');
    await refresh(ada, conversation);
    clock.ahead = 1_300_000;
    await expect(refresh(david, conversation)).rejects.toMatchObject(gone);
    // Neither who asks nor a supervisor ends it: they couldn't.
    await refresh(ada, conversation);
    expect(Object.keys(await rolesIn(ada, conversation))).toHaveLength(3);
    await refresh(clara, conversation);
    expect(await refresh(clara, conversation)).toMatchObject({ covers: [] });
    expect(await rolesIn(ada, conversation)).toEqual({ [id(ada)]: 1, [id(clara)]: 2 });
    expect(await textsOf(ada, conversation)).toContain('Ich vertrete.');
    clock.ahead = 0;
  });
});

describe('a team’s conversation', () => {
  it('is answered by everyone who counsels, takes in who comes later, and nobody who was taken out', async () => {
    const asked = await seekerOf(organisation, centre);
    await accept(clara, asked.conversation, true);
    const { conversation, self: ada } = asked;
    expect(await rolesIn(ada, conversation)).toEqual({
      [id(ada)]: 1,
      [id(clara)]: 2,
      [id(david)]: 3,
      [id(eva)]: 3,
    });
    await send(david, conversation, 'Wir sind da.');
    await removeMember(clara, conversation, id(eva));
    await setBits(eva, centre, toBase64url(ruth.account.bundle.kid), BIT.reader | BIT.counsellor);
    await refresh(ada, conversation);
    await expect(refresh(ruth, conversation)).rejects.toMatchObject(gone);
    await refresh(david, conversation);
    await refresh(david, conversation);
    expect(await rolesIn(ada, conversation)).toEqual({
      [id(ada)]: 1,
      [id(clara)]: 2,
      [id(david)]: 3,
      [id(ruth)]: 3,
    });
    await send(ruth, conversation, 'Ich bin neu.');
    expect(await textsOf(ada, conversation)).toEqual([
      'Ich weiß nicht weiter.',
      'Wir sind da.',
      'Ich bin neu.',
    ]);
    const alone = await conversationOf(organisation, centre, clara);
    await refresh(clara, alone.conversation);
    expect(await changes(alone.self, alone.conversation)).toEqual(['opened', 'accepted']);
  });
});
