import { toBase64url } from '@beistand/wire';
import { describe, expect, it } from 'vitest';
import { askForHelp } from '../cast/ask.ts';
import { ada as adaPlan } from '../cast/people.ts';
import { setBits } from '../centre/extend.ts';
import { accept, giveBack } from '../conversation/accept.ts';
import { listConversations } from '../conversation/list.ts';
import { move } from '../conversation/move.ts';
import { refresh } from '../conversation/open.ts';
import { send } from '../message/send.ts';
import { myId, type Self } from '../self.ts';
import { answerLost } from '../testing/faults.ts';
import { altstadt, emmendingen } from '../testing/open-organisation.ts';
import { lineOf, textsOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import type { Enquiry } from './enquire.ts';
import { endLink, makeLink, readLink } from './own-link.ts';
import { listWaiting } from './waiting.ts';

const organisation = await useOrganisation();
const { centre, lead: eva, colleagues } = await organisation.raise(altstadt);
const [clara, david] = colleagues as [Self, Self];
const id = (self: Self) => toBase64url(myId(self));

/** What a page makes of the link in its address. */
async function followed(path: string) {
  const [, code, pin, person] = /^\/a\/([^#]+)#k=(.{26})\.(.{26})$/.exec(path)!;
  const link = await readLink(organisation.newWorld(), code!);
  return { ...link, pin: pin!, to: { account: link.account, pin: person! } };
}
let count = 0;
const ask = (given: Pick<Enquiry, 'centre' | 'pin' | 'to'>, world = organisation.newWorld()) =>
  askForHelp(world, {
    ...given,
    topic: organisation.topicIds[0]!,
    topicTitle: 'Schulden',
    text: 'An Sie allein.',
    name: `leise-eule-${100 + ++count}`,
    phrase: adaPlan.phrase,
  });

describe('a counsellor’s own link', () => {
  it('leads to them alone, waits with their promise, and is answered without being accepted', async () => {
    const { path } = await makeLink(clara, centre);
    expect((await makeLink(clara, centre)).path).toBe(path);
    const { name, centreName, ...to } = await followed(path);
    expect([name, centreName]).toEqual(['Clara Keller', 'Freiburg-Altstadt']);
    const { self: ada, conversation, answerDueAt } = await ask(to);
    expect(await refresh(ada, conversation)).toMatchObject({
      waitsForOne: true,
      state: 'accepted',
      answerDueAt,
      answeredAt: null,
    });
    for (const self of [clara, david, eva]) expect((await listWaiting(self)).waiting).toEqual([]);
    await expect(refresh(david, conversation)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(accept(david, conversation)).rejects.toMatchObject({
      code: 'TAKEN',
      body: { by: 'Clara Keller' },
    });
    const listed = (await listConversations(clara)).conversations.find(
      (one) => one.conversation === conversation,
    );
    expect(listed).toMatchObject({ myRole: 2, isWaiting: false, answerDueAt, answeredAt: null });
    await expect(giveBack(clara, conversation)).rejects.toMatchObject({ code: 'NOT_WANTED' });
    expect(await refresh(clara, conversation)).toMatchObject({ mayGiveBack: false, waitsForOne: true });

    await send(clara, conversation, 'Guten Tag.');
    expect(await textsOf(ada, conversation)).toEqual(['An Sie allein.', 'Guten Tag.']);
    expect(await refresh(ada, conversation)).toMatchObject({
      waitsForOne: false,
      answeredAt: expect.any(Number),
    });
  });

  it('is widened by who asks, before an answer or when its counsellor has gone', async () => {
    const { name: _, centreName: __, ...to } = await followed((await makeLink(david, centre)).path);
    const first = await ask(to);
    await move(first.self, first.conversation, { centre, pin: null });
    await expect(refresh(david, first.conversation)).resolves.toMatchObject({ state: 'waiting' });
    await accept(clara, first.conversation);
    expect(await textsOf(clara, first.conversation)).toEqual(['An Sie allein.']);

    const second = await ask(to);
    await setBits(eva, centre, toBase64url(david.account.bundle.kid), 0);
    expect(await refresh(second.self, second.conversation)).toMatchObject({ state: 'orphan' });
    await expect(ask(to)).rejects.toMatchObject({ code: 'ORPHAN' });
    await expect(
      readLink(organisation.newWorld(), (await makeLink(clara, centre)).path.slice(3, 11)),
    ).resolves.toBeDefined();
    await move(second.self, second.conversation, { centre, pin: null });
    await accept(clara, second.conversation);
  });

  it('FALSE_CENTRE: when the server leads elsewhere than the link says, before anything is sealed', async () => {
    const { name: _, centreName: __, ...to } = await followed((await makeLink(clara, centre)).path);
    const other = await organisation.raise(emmendingen);
    const world = organisation.newWorld();
    await expect(ask({ ...to, centre: other.centre }, world)).rejects.toMatchObject({ code: 'FALSE_CENTRE' });
    await expect(ask({ ...to, to: { ...to.to, account: id(eva) } }, world)).rejects.toMatchObject({
      code: 'FALSE_CENTRE',
    });
    expect(world.calls).not.toContain('enquire');
  });

  it('ends when its counsellor says so', async () => {
    const { path } = await makeLink(clara, centre);
    lineOf(clara).plan('endLink', answerLost);
    await expect(endLink(clara, centre)).rejects.toThrow();
    await endLink(clara, centre);
    await expect(followed(path)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(makeLink(organisation.administrator, centre)).rejects.toMatchObject({
      code: 'FALSE_CENTRE',
    });
  });
});
