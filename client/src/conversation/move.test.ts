import { BIT, fingerprintOf, fromBase64url, hex, toBase64url } from '@beistand/wire';
import { describe, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { draftCentre } from '../administration/centres.ts';
import { setBits } from '../centre/extend.ts';
import { listWaiting } from '../enquiry/waiting.ts';
import { deliver, send } from '../message/send.ts';
import type { Self } from '../self.ts';
import { answerLost, says } from '../testing/faults.ts';
import { altstadt, emmendingen } from '../testing/open-organisation.ts';
import { conversationOf, lineOf, seekerOf, takeBack, textsOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { accept, giveBack } from './accept.ts';
import { move } from './move.ts';
import { openConversation, refresh } from './open.ts';

const organisation = await useOrganisation({ standing: [altstadt, emmendingen] });
const here = await organisation.raise(altstadt);
const there = await organisation.raise(emmendingen);
const [clara, david] = here.colleagues as [Self, Self];
const [miriam] = there.colleagues as [Self];
const to = { centre: there.centre, pin: null };
const createHash = (self: Self, centre: string) =>
  self.logs.get(hex(fromBase64url(centre)))!.entries[0]!.hash;
const changes = async (self: Self, conversation: string) =>
  (await refresh(self, conversation)).entries.flatMap((entry) => (entry.t === 'change' ? [entry.what] : []));

describe('moving to another centre', () => {
  it('takes the history along: who accepts there reads it, who read it before no longer does', async () => {
    const { self: ada, conversation, name, phrase } = await conversationOf(organisation, here.centre, clara);
    await send(clara, conversation, 'Dafür sind andere besser.');
    await send(ada, conversation, 'Dann gehe ich dorthin.');
    const seq = await move(ada, conversation, to);
    expect(await refresh(ada, conversation)).toMatchObject({ state: 'waiting', centre: there.centre, seq });

    for (const act of [refresh(clara, conversation), send(clara, conversation, 'Halt!')])
      await expect(act).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const waits = (await listWaiting(miriam)).waiting.find((one) => one.conversation === conversation);
    expect(waits).toMatchObject({ firstWords: 'Ich weiß nicht weiter.', name, centre: there.centre });

    await accept(miriam, conversation);
    await send(miriam, conversation, 'Willkommen.');
    await send(ada, conversation, 'Danke.');
    const all = [
      'Ich weiß nicht weiter.',
      'Dafür sind andere besser.',
      'Dann gehe ich dorthin.',
      'Willkommen.',
      'Danke.',
    ];
    const staff = emmendingen.colleagues[0]!.person;
    for (const self of [
      ada,
      miriam,
      await signIn(organisation.newWorld(), name, phrase),
      await signIn(organisation.newWorld(), staff.signInName, staff.phrase),
    ]) {
      expect(await textsOf(self, conversation)).toEqual(all);
      expect(await changes(self, conversation)).toEqual(['opened', 'accepted', 'moved', 'accepted']);
    }
    // Who asks went to both centres, so a fresh device of theirs shows the newest page at once. Staff went to their own.
    for (const { centre } of [here, there])
      expect(ada.state.body.pins[hex(fromBase64url(centre))]).toBe(hex(createHash(ada, centre)));
    expect(Object.keys(miriam.state.body.pins)).toEqual([hex(fromBase64url(there.centre))]);
    const pages: number[] = [];
    const fresh = await signIn(organisation.newWorld(), name, phrase);
    await openConversation(fresh, conversation, (page) => pages.push(page.entries.length));
    expect(pages).toEqual([9]);
  });

  it('can be done while it waits, accepted and given back there, and back again', async () => {
    const { self: ada, conversation } = await seekerOf(organisation, here.centre);
    await move(ada, conversation, to);
    await accept(miriam, conversation);
    await giveBack(miriam, conversation);
    await move(ada, conversation, { centre: here.centre, pin: null });
    await accept(david, conversation);
    await send(david, conversation, 'Wieder hier.');
    expect(await changes(ada, conversation)).toEqual([
      'opened',
      'moved',
      'accepted',
      'returned',
      'moved',
      'accepted',
    ]);
    await expect(accept(miriam, conversation)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('happens once when its answer gets lost', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, here.centre, clara);
    lineOf(ada).plan('appendRecord', answerLost);
    await expect(move(ada, conversation, to)).rejects.toThrow('no connection');
    const seq = await move(ada, conversation, to);
    expect(await move(ada, conversation, to)).toBe(seq);
    expect(await changes(ada, conversation)).toEqual(['opened', 'accepted', 'moved']);
  });

  it('is the way on for who has nobody left: what was written then goes', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, here.centre, david);
    await setBits(here.lead, here.centre, toBase64url(david.account.bundle.kid), 0);
    await expect(send(ada, conversation, 'Ist noch jemand da?')).rejects.toMatchObject({ code: 'ORPHAN' });
    await move(ada, conversation, { centre: here.centre, pin: null });
    const [row] = ada.outbox.rows.values();
    await deliver(ada, Object.assign(row!, { stoppedBy: null }), () => undefined);
    await accept(clara, conversation);
    expect(await textsOf(clara, conversation)).toEqual(['Ich weiß nicht weiter.', 'Ist noch jemand da?']);
    await takeBack(here.lead, here.centre, david, BIT.counsellor);
  });
});

describe('a move stops before anything is sealed', () => {
  it('FALSE_CENTRE: to a centre that isn’t the one the link names, or the one known', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, here.centre, clara);
    const right = fingerprintOf(createHash(miriam, there.centre));
    const wrong = fingerprintOf(createHash(ada, here.centre));
    await expect(move(ada, conversation, { ...to, pin: wrong })).rejects.toMatchObject({
      code: 'FALSE_CENTRE',
    });
    ada.state.body.pins[hex(fromBase64url(there.centre))] = '00'.repeat(32);
    await expect(move(ada, conversation, to)).rejects.toMatchObject({ code: 'FALSE_CENTRE' });
    expect(lineOf(ada).calls).not.toContain('appendRecord');
    delete ada.state.body.pins[hex(fromBase64url(there.centre))];
    await move(ada, conversation, { ...to, pin: right });
  });

  it('for anyone but who asks, and to a centre that has no log or takes nobody', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, here.centre, clara);
    await expect(move(clara, conversation, to)).rejects.toMatchObject({ code: 'NOT_WANTED' });
    const draft = await draftCentre(
      organisation.administrator,
      { ...altstadt.fields, name: 'Freiburg-Neu', topics: [] },
      [],
    );
    await expect(move(ada, conversation, { centre: draft, pin: null })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    lineOf(ada).plan('appendRecord', says('CLOSED'));
    await expect(move(ada, conversation, to)).rejects.toMatchObject({ code: 'CLOSED' });
    expect(await changes(ada, conversation)).toEqual(['opened', 'accepted']);
  });
});
