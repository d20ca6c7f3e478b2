import { toBase64url } from '@beistand/wire';
import { expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { send } from '../message/send.ts';
import { myId, type Self } from '../self.ts';
import { answerLost } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf, lineOf, seekerOf, textsOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { handOver } from './change.ts';
import { listConversations } from './list.ts';
import { refresh } from './open.ts';
import { relink } from './relink.ts';

const organisation = await useOrganisation();
const { centre, colleagues } = await organisation.raise(altstadt);
const [clara, david] = colleagues as [Self, Self];
const id = (self: Self) => toBase64url(myId(self));

it('a conversation goes on under a new key of who asks: both read all of it, the old one learns that and when', async () => {
  const old = await conversationOf(organisation, centre, clara);
  const { conversation } = old;
  await send(old.self, conversation, 'Damals.');
  const fresh = await conversationOf(organisation, centre, clara);
  lineOf(clara).plan('appendRecord', answerLost);
  await expect(relink(clara, conversation, fresh.conversation)).rejects.toThrow('no connection');
  const seq = await relink(clara, conversation, fresh.conversation);
  expect(await relink(clara, conversation, fresh.conversation)).toBe(seq);

  await send(fresh.self, conversation, 'Da bin ich wieder.');
  await send(clara, conversation, 'Gut, dass Sie da sind.');
  const all = ['Ich weiß nicht weiter.', 'Damals.', 'Da bin ich wieder.', 'Gut, dass Sie da sind.'];
  const anew = await signIn(organisation.newWorld(), fresh.name, fresh.phrase);
  for (const self of [clara, fresh.self, anew]) {
    expect(await textsOf(self, conversation)).toEqual(all);
    const { entries } = await refresh(self, conversation);
    const change = entries.findLast((entry) => entry.t === 'change')!;
    expect([change.what, change.by]).toEqual(['relinked', id(clara)]);
    expect(change.readers.map(({ account, role }) => [account, role])).toContainEqual([id(fresh.self), 1]);
  }
  for (const act of [refresh(old.self, conversation), send(old.self, conversation, 'Und ich?')])
    await expect(act).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(old.self.rooms.get(conversation)!.epochKeys.size).toBe(0);
  const listed = await listConversations(old.self);
  expect(listed.conversations).toEqual([]);
  expect(listed.passedOn).toEqual([{ conversation, at: expect.any(Number) }]);
  expect((await listConversations(fresh.self)).passedOn).toEqual([]);

  await relink(clara, conversation, (await conversationOf(organisation, centre, clara)).conversation);
  expect((await listConversations(fresh.self)).passedOn).toMatchObject([{ conversation }]);
});

it('is for who is responsible, and only to somebody who has written to them', async () => {
  const { self: ada, conversation } = await conversationOf(organisation, centre, clara);
  const waits = await seekerOf(organisation, centre);
  const others = await conversationOf(organisation, centre, david);
  const mine = await conversationOf(organisation, centre, clara);
  for (const [act, code] of [
    [() => relink(clara, conversation, waits.conversation), 'NOT_WANTED'],
    [() => relink(clara, conversation, others.conversation), 'NOT_FOUND'],
    [() => relink(clara, conversation, conversation), 'NOT_WANTED'],
    [() => relink(ada, conversation, conversation), 'NOT_WANTED'],
  ] as const)
    await expect(act()).rejects.toMatchObject({ code });
  await handOver(clara, conversation, id(david), true);
  await expect(relink(clara, conversation, mine.conversation)).rejects.toMatchObject({ code: 'NOT_WANTED' });
  expect(await textsOf(ada, conversation)).toEqual(['Ich weiß nicht weiter.']);
});
