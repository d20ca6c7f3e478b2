import { useDatabase } from '@beistand/server/testing/vitest';
import { BIT, toBase64url } from '@beistand/wire';
import { afterAll, describe, expect, it } from 'vitest';
import type { StaffPlan } from '../cast/people.ts';
import { setBits } from '../centre/extend.ts';
import { listWaiting } from '../enquiry/waiting.ts';
import { send } from '../message/send.ts';
import type { Self } from '../self.ts';
import { after, answerLost, cutShort, gatewayBroken } from '../testing/faults.ts';
import { altstadt, openOrganisation } from '../testing/open-organisation.ts';
import { lineOf, seekerOf, textsOf } from '../testing/people.ts';
import { accept, giveBack } from './accept.ts';
import { refresh } from './open.ts';

const database = await useDatabase();
const organisation = await openOrganisation(database);
const second = await organisation.another();
afterAll(() => Promise.all([organisation.app.close(), second.app.close()]));

const word = (i: number) => 'abcdefghijklmnopqrst'[i]!.repeat(5);
const person = (i: number): StaffPlan => ({
  name: `Beraterin ${i}`,
  signInName: `beraterin-${i}`,
  phrase: `${word(i)} wiese garten fenster brot kanne`,
});
const many = Array.from({ length: 20 }, (_, i) => ({
  person: person(i),
  bits: i === 0 ? BIT.counsellor | BIT.custodian : BIT.counsellor,
}));
const { centre, lead, colleagues } = await organisation.raise({ ...altstadt, colleagues: many });
const [clara, david] = colleagues as [Self, Self];

/** ACCEPT records stored for a conversation. */
const accepts = async (conversation: string) =>
  database.owner.kysely
    .selectFrom('conversation_events')
    .select('account_id')
    .where('conversation_id', '=', Buffer.from(conversation, 'base64url'))
    .where('what', '=', 'accepted')
    .execute();

describe('accepting', () => {
  it('R7: twenty counsellors over two processes: one wins, nineteen read who', { timeout: 60_000 }, async ({
    annotate,
  }) => {
    for (const isRead of [false, true]) {
      const { conversation } = await seekerOf(organisation, centre);
      // Half of them have looked at it before, and half go through the other process.
      if (isRead) for (const self of colleagues.slice(0, 10)) await refresh(self, conversation);
      for (const [i, self] of colleagues.entries())
        lineOf(self).origin = i % 2 ? second.origin : organisation.origin;
      const tries = await Promise.allSettled(colleagues.map((self) => accept(self, conversation)));
      const winner = tries.findIndex(({ status }) => status === 'fulfilled');
      const lost = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      expect(lost).toHaveLength(19);
      for (const reason of lost)
        expect([reason.code, reason.body?.by]).toEqual(['TAKEN', `Beraterin ${winner}`]);
      expect(await accepts(conversation)).toHaveLength(1);
      expect(await textsOf(colleagues[winner]!, conversation)).toEqual(['Ich weiß nicht weiter.']);
    }
    await annotate('20 counsellors, 2 processes, 2 enquiries: 2 winners, 38 read who', 'figure');
  });

  for (const [what, fault] of [
    ['the answer is lost', answerLost],
    ['the answer breaks off', cutShort],
    ['a proxy answers for the server', gatewayBroken],
  ] as const)
    it(`R7: when ${what}, the next tap finds it done`, async () => {
      const { conversation } = await seekerOf(organisation, centre);
      lineOf(clara).plan('appendRecord', fault);
      await expect(accept(clara, conversation)).rejects.toThrow();
      const seq = await accept(clara, conversation);
      expect([seq, await accept(clara, conversation)]).toEqual([3, 3]);
      expect(await accepts(conversation)).toHaveLength(1);
      lineOf(clara).plan('appendRecord', fault);
      await expect(giveBack(clara, conversation)).rejects.toThrow();
      expect(await giveBack(clara, conversation)).toBe(4);
      expect((await listWaiting(david)).waiting.map((one) => one.conversation)).toContain(conversation);
    });

  it('STALE_LOG: goes on when the centre’s log moves meanwhile', async () => {
    const { conversation } = await seekerOf(organisation, centre);
    const kid = toBase64url(david.account.bundle.kid);
    lineOf(clara).plan(
      'appendRecord',
      after(() => setBits(lead, centre, kid, BIT.counsellor | BIT.reader)),
    );
    await accept(clara, conversation);
    expect(await accepts(conversation)).toHaveLength(1);
    expect(await textsOf(clara, conversation)).toHaveLength(1);
  });

  it('TAKEN: while deciding; NOT_FOUND for what was never there', async () => {
    const { conversation } = await seekerOf(organisation, centre);
    lineOf(clara).plan(
      'appendRecord',
      after(() => accept(david, conversation)),
    );
    await expect(accept(clara, conversation)).rejects.toMatchObject({
      code: 'TAKEN',
      body: { by: 'Beraterin 1' },
    });
    const nowhere = toBase64url(clara.world.random(16));
    await expect(accept(clara, nowhere)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { self } = await seekerOf(organisation, centre);
    await expect(accept(self, conversation)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('can’t be undone once somebody has answered, also when the answer comes in between', async () => {
    const { conversation } = await seekerOf(organisation, centre);
    await accept(clara, conversation);
    const desk = await import('../account/sign-in.ts').then(({ signIn }) =>
      signIn(organisation.newWorld(), person(0).signInName, person(0).phrase),
    );
    lineOf(clara).plan(
      'appendRecord',
      after(() => send(desk, conversation, 'Ich bin da.')),
    );
    await expect(giveBack(clara, conversation)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await expect(giveBack(clara, conversation)).rejects.toMatchObject({ code: 'NOT_WANTED' });
  });
});

it('who may no longer read keeps no key to it, and reads again when it waits again', async () => {
  const { conversation } = await seekerOf(organisation, centre);
  expect(await textsOf(david, conversation)).toEqual(['Ich weiß nicht weiter.']);
  await accept(clara, conversation);
  await expect(refresh(david, conversation)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const room = david.rooms.get(conversation)!;
  expect([room.epochKeys.size, room.wraps.size, room.slot.row]).toEqual([0, 0, {}]);
  await giveBack(clara, conversation);
  expect(await textsOf(david, conversation)).toEqual(['Ich weiß nicht weiter.']);
});
