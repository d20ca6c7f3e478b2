import { describe, expect, it } from 'vitest';
import { signIn, signInWithCode } from '../account/sign-in.ts';
import { askForHelp } from '../cast/ask.ts';
import { ada, ben, clara as claraPlan } from '../cast/people.ts';
import { listWaiting } from '../enquiry/waiting.ts';
import { send } from '../message/send.ts';
import type { Self } from '../self.ts';
import { ServerRefusal } from '../server/call.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { accept, giveBack } from './accept.ts';
import { listConversations } from './list.ts';
import { openConversation, refresh } from './open.ts';

const organisation = await useOrganisation();
const raised = await organisation.raise(altstadt);
const [clara, david] = raised.colleagues as [Self, Self];

const ask = (text: string, person = ada, suffix = '') =>
  askForHelp(organisation.newWorld(), {
    centre: raised.centre,
    topic: organisation.topicIds[0]!,
    topicTitle: 'Schulden',
    text,
    name: person.name + suffix,
    phrase: person.phrase,
  });

const texts = async (self: Self, conversation: string) =>
  (await refresh(self, conversation)).entries.flatMap((entry) => (entry.t === 'message' ? [entry.text] : []));

describe('a conversation from the first word', () => {
  it('is read by whoever accepts it, answered, and read again from a fresh device', async () => {
    const asked = await ask('Ich weiß nicht weiter.');
    expect(asked.answerDueAt).toBeGreaterThan(Date.now());
    const { waiting } = await listWaiting(clara);
    const line = waiting.find(({ conversation }) => conversation === asked.conversation);
    expect(line).toMatchObject({
      firstWords: 'Ich weiß nicht weiter.',
      name: ada.name,
      topicTitle: 'Schulden',
    });

    await accept(clara, asked.conversation);
    await send(clara, asked.conversation, 'Guten Morgen, und danke für Ihr Vertrauen.');
    await send(asked.self, asked.conversation, 'Danke.');
    const all = ['Ich weiß nicht weiter.', 'Guten Morgen, und danke für Ihr Vertrauen.', 'Danke.'];
    expect(await texts(clara, asked.conversation)).toEqual(all);
    expect(await texts(asked.self, asked.conversation)).toEqual(all);

    const again = await signIn(organisation.newWorld(), ada.name, ada.phrase);
    expect(await texts(again, asked.conversation)).toEqual(all);
    const withCode = await signInWithCode(organisation.newWorld(), ada.name, asked.writtenCode.toLowerCase());
    expect(await texts(withCode, asked.conversation)).toEqual(all);
    const { conversations } = await listConversations(withCode);
    expect(conversations).toMatchObject([
      { isWaiting: false, staff: ['Clara Keller'], centreName: 'Freiburg-Altstadt' },
    ]);

    const desk = await signIn(organisation.newWorld(), claraPlan.signInName, claraPlan.phrase);
    let first: string | null = null;
    const opened = await openConversation(desk, asked.conversation, (page) => {
      first = page.isChecked ? 'checked' : `${page.entries.length} at once`;
    });
    expect(first).toBe('5 at once');
    expect(opened).toMatchObject({ isChecked: true, state: 'accepted', myRole: 2 });
  });

  it('goes to one of those who accept at once; the other reads who', async () => {
    const asked = await ask('Zwei wollen helfen.', ben);
    const tries = await Promise.allSettled([
      accept(clara, asked.conversation),
      accept(david, asked.conversation),
    ]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const lost = tries.find((one) => one.status === 'rejected');
    if (lost?.reason instanceof ServerRefusal) {
      expect(lost.reason.code).toBe('TAKEN');
      expect(['Clara Keller', 'David Okafor']).toContain(lost.reason.body.by);
    } else expect(lost?.reason).toMatchObject({ code: 'NOT_WANTED' });
  });

  it('can be given back until somebody has answered, and then not any more', async () => {
    const asked = await ask('Noch offen.', ben, '-zwei');
    await accept(clara, asked.conversation);
    await giveBack(clara, asked.conversation);
    expect((await listWaiting(david)).waiting.map(({ conversation }) => conversation)).toContain(
      asked.conversation,
    );
    await accept(david, asked.conversation);
    await send(david, asked.conversation, 'Ich bin da.');
    await expect(giveBack(david, asked.conversation)).rejects.toMatchObject({ code: 'NOT_WANTED' });
    await expect(refresh(clara, asked.conversation)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('keeps one order when both write at the same time', async () => {
    const asked = await ask('Gleichzeitig.', ben, '-drei');
    await accept(clara, asked.conversation);
    const words = Array.from({ length: 12 }, (_, i) => `${i}`);
    await Promise.all(words.map((word, i) => send(i % 2 ? clara : asked.self, asked.conversation, word)));
    const seen = await texts(clara, asked.conversation);
    expect(seen).toEqual(await texts(asked.self, asked.conversation));
    expect([...seen.slice(1)].sort()).toEqual([...words].sort());
  });
});
