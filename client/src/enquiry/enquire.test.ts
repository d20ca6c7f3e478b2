import { limits } from '@beistand/contract';
import { BIT, fromHex, toBase64url } from '@beistand/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { ada } from '../cast/people.ts';
import { setBits } from '../centre/extend.ts';
import { listConversations } from '../conversation/list.ts';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';
import {
  after,
  answerLost,
  cutShort,
  type Fault,
  type FaultyWorld,
  gatewayBroken,
  type Name,
  pretends,
  requestLost,
  says,
} from '../testing/faults.ts';
import { altstadt, emmendingen } from '../testing/open-organisation.ts';
import { lineOf, seekerOf, textsOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { beginEnquiry, type Enquiry, prepareEnquiry, readPending, sendEnquiry } from './enquire.ts';
import { revise } from './revise.ts';
import { listWaiting } from './waiting.ts';

const clock = { ahead: 0 };
const organisation = await useOrganisation({
  standing: [altstadt, emmendingen],
  clock: () => Date.now() + clock.ahead,
});
afterEach(() => {
  clock.ahead = 0;
});
const { centre, lead, colleagues } = await organisation.raise(altstadt);
const elsewhere = await organisation.raise(emmendingen);
const [clara, david] = colleagues as [Self, Self];
const { version: consent } = await call(organisation.newWorld(), 'consentText', {});
const topic = organisation.topicIds[0]!;
const quiet = () => undefined;

let count = 0;
const next = () => ({ name: `leiser-luchs-${1000 + ++count}`, text: `Anfrage ${count}` });
const enquiryOf = (text: string): Enquiry => ({
  text,
  topic,
  topicTitle: 'Schulden',
  centre,
  pin: null,
  consent,
});
async function begin(world = organisation.newWorld(), change: Partial<Enquiry> = {}) {
  const { name, text } = next();
  const begun = await beginEnquiry(world, { ...enquiryOf(text), ...change }, name, ada.phrase);
  return { ...begun, world, name, text };
}
const calls = (world: FaultyWorld, name: Name) => world.calls.filter((one) => one === name).length;

/** The first fault at the first call, the second at the second, and so on round. */
function inTurn(...faults: Fault[]): Fault {
  let at = 0;
  return (deliver, jar) => faults[at++ % faults.length]!(deliver, jar);
}

/** From a fresh browser: exactly this text in exactly one conversation. */
async function expectOnce(name: string, text: string): Promise<void> {
  const self = await signIn(organisation.newWorld(), name, ada.phrase);
  const { conversations } = await listConversations(self);
  expect(conversations).toHaveLength(1);
  expect(await textsOf(self, conversations[0]!.conversation)).toEqual([text]);
}

describe('an enquiry arrives whole and once', () => {
  const cures: [string, Fault][] = [
    ['a request is lost', requestLost],
    ['an answer is lost after the commit', answerLost],
    ['an answer breaks off', cutShort],
    ['a proxy answers 502 after the commit', gatewayBroken],
    [
      'the server is broken, away or overrun in turn',
      inTurn(says('FAULT'), says('UNAVAILABLE'), says('SLOW', { after: 3 })),
    ],
  ];
  const names: Name[] = [
    'readLog',
    'keyBundle',
    'organisation',
    'proofChallenge',
    'registerStart',
    'enquire',
    'readItems',
  ];
  for (const [what, fault] of cures)
    it(`R7: though on every step ${what}`, async () => {
      const { pending, world, name, text } = await begin();
      for (const step of names) world.plan(step, fault);
      await sendEnquiry(world, pending, null, quiet);
      expect(world.waits.length).toBeGreaterThanOrEqual(names.length);
      expect([await readPending(world), await world.tab.read('pending')]).toEqual([null, null]);
      await expectOnce(name, text);
    });

  it('R7: though the account, the proof and the ticket are made again and again', async () => {
    const { pending, world, name, text } = await begin();
    const { ids, newcomer } = structuredClone(pending);
    world.plan('registerStart', says('POW'), 2);
    world.plan('enquire', says('POW'));
    world.plan('enquire', says('TICKET'), 2);
    world.plan('enquire', says('STALE_LOG'));
    const { arrived } = await sendEnquiry(world, pending, null, () => expect.fail('nothing to wait for'));
    expect(arrived.conversation).toBe(ids.conversation);
    expect(pending.newcomer).toMatchObject({ account: newcomer!.account, phrase: newcomer!.phrase });
    await expectOnce(name, text);
  });

  it('TICKET: prepared bytes that have waited too long are made anew without a word', async () => {
    const { pending, world, name, text } = await begin();
    await prepareEnquiry(world, pending, null);
    clock.ahead = 11 * 60_000;
    await sendEnquiry(world, pending, null, () => expect.fail('nothing to wait for'));
    expect([calls(world, 'registerStart'), calls(world, 'enquire')]).toEqual([2, 2]);
    clock.ahead = 0;
    await expectOnce(name, text);
  });

  it('TICKET: yet bytes that had arrived before are known again, however old the ticket', async () => {
    const { pending, world, name, text } = await begin();
    world.plan('enquire', answerLost);
    world.onWait = () => {
      clock.ahead = 11 * 60_000;
    };
    await sendEnquiry(world, pending, null, quiet);
    expect(calls(world, 'registerStart')).toBe(1);
    clock.ahead = 0;
    await expectOnce(name, text);
  });

  it('STALE_LOG: someone joins the centre while it is on its way', async () => {
    const { pending, world, name, text } = await begin();
    const kid = toBase64url(david.account.bundle.kid);
    world.plan(
      'enquire',
      after(() => setBits(lead, centre, kid, BIT.counsellor | BIT.reader)),
    );
    await sendEnquiry(world, pending, null, quiet);
    expect(calls(world, 'enquire')).toBe(2);
    await expectOnce(name, text);
  });

  it('goes on after a reload with the very bytes that were sent', async () => {
    const { pending, world, name, text } = await begin();
    world.plan('enquire', answerLost);
    const dead = new Promise<never>((_, reject) => {
      world.wait = () => {
        reject(new Error('the tab is gone'));
        return new Promise(() => undefined);
      };
    });
    await expect(Promise.race([sendEnquiry(world, pending, null, quiet), dead])).rejects.toThrow('gone');
    const again = organisation.newWorld(world);
    const kept = await readPending(again);
    expect(kept).toEqual(pending);
    await sendEnquiry(again, kept!, null, quiet);
    expect(calls(again, 'registerStart')).toBe(0);
    await expectOnce(name, text);
  });
});

describe('what the person has to decide, with everything kept', () => {
  it('HANDLE_TAKEN: another name, nothing else changes', async () => {
    const taken = await seekerOf(organisation, centre);
    const { world, pending, text } = await begin();
    const sameName = revise(pending, { name: taken.name });
    await expect(sendEnquiry(world, sameName, null, quiet)).rejects.toMatchObject({ code: 'HANDLE_TAKEN' });
    const again = organisation.newWorld(world);
    const { name } = next();
    const renamed = revise((await readPending(again))!, { name });
    const { arrived } = await sendEnquiry(again, renamed, null, quiet);
    expect(arrived.conversation).toBe(pending.ids.conversation);
    await expectOnce(name, text);
    const { waiting } = await listWaiting(clara);
    expect(waiting.find(({ conversation }) => conversation === arrived.conversation)).toMatchObject({ name });
  });

  it('TEXT: the new text is shown and asked again', async () => {
    const { world, pending, name, text } = await begin(undefined, {
      consent: toBase64url(fromHex('ab'.repeat(32))),
    });
    await expect(sendEnquiry(world, pending, null, quiet)).rejects.toMatchObject({ code: 'TEXT' });
    await sendEnquiry(world, revise(pending, { enquiry: { consent } }), null, quiet);
    await expectOnce(name, text);
  });

  it('CLOSED: the text is there, and goes to another centre under the same name and code', async () => {
    const { world, pending, name, text } = await begin(undefined, {
      topic: toBase64url(fromHex('cd'.repeat(16))),
    });
    await expect(sendEnquiry(world, pending, null, quiet)).rejects.toMatchObject({ code: 'CLOSED' });
    const kept = (await readPending(organisation.newWorld(world)))!;
    expect(kept.enquiry.text).toBe(text);
    const other = revise(kept, { enquiry: { centre: elsewhere.centre, topic } });
    await sendEnquiry(world, other, null, quiet);
    await expectOnce(name, text);
  });

  it('FALSE_CENTRE: a link of another centre stops before anything leaves the device', async () => {
    const log = elsewhere.lead.logs.values().next().value!;
    const pin = (await import('@beistand/crypto')).writeInvitation(new Uint8Array(16), log.entries[0]!.hash);
    const { world, pending } = await begin(undefined, { pin: pin.split('.')[1]! });
    await expect(sendEnquiry(world, pending, null, quiet)).rejects.toMatchObject({ code: 'FALSE_CENTRE' });
    expect(world.calls.filter((name) => name === 'registerStart' || name === 'enquire')).toEqual([]);
  });

  it('SIZE: what is longer than a message is not begun', async () => {
    const text = 'x'.repeat(limits.message.mostCharacters + 1);
    await expect(begin(undefined, { text })).rejects.toMatchObject({ code: 'SIZE' });
  });

  it('a refusal that can only be our mistake is not repeated', async () => {
    const { world, pending } = await begin();
    world.plan('enquire', says('KEYS'));
    await expect(sendEnquiry(world, pending, null, quiet)).rejects.toMatchObject({ code: 'KEYS' });
    expect([calls(world, 'enquire'), world.waits]).toEqual([1, []]);
    expect((await readPending(organisation.newWorld(world)))?.enquiry).toEqual(pending.enquiry);
  });

  it('an acknowledgement without anything behind it throws nothing away', async () => {
    const { world, pending, name, text } = await begin();
    const { conversation } = pending.ids;
    const lie = {
      conversation,
      seq: 2,
      transcript: 'A'.repeat(43),
      at: 1,
      answerDueAt: 2,
      share: 'A'.repeat(43),
    };
    world.plan('enquire', pretends('enquire', lie));
    await expect(sendEnquiry(world, pending, null, quiet)).rejects.toMatchObject({ code: 'SESSION' });
    expect((await readPending(world))?.enquiry.text).toBe(text);
    await sendEnquiry(world, pending, null, quiet);
    await expectOnce(name, text);
  });
});

describe('a second enquiry of someone signed in', () => {
  const second = async (self: Self) => {
    const { pending } = await beginEnquiry(self.world, enquiryOf('Noch etwas.'), 'egal-egal-1', '');
    return { ...pending, newcomer: null };
  };
  const conversationsOf = async (self: Self) =>
    Promise.all(
      (await listConversations(self)).conversations.map(({ conversation }) => textsOf(self, conversation)),
    );

  it('goes to the same or another centre under the same sign-in', async () => {
    const { self } = await seekerOf(organisation, centre, 'Erstens.');
    const pending = await second(self);
    await sendEnquiry(self.world, pending, self, quiet);
    expect(await conversationsOf(self)).toEqual([['Noch etwas.'], ['Erstens.']]);
  });

  for (const wasThere of [false, true])
    it(`R7: SESSION: goes on after signing in again, ${wasThere ? 'though it had arrived' : 'not having arrived'}`, async () => {
      const { self, name, phrase } = await seekerOf(organisation, centre, 'Erstens.');
      const pending = await second(self);
      const world = lineOf(self);
      world.plan('enquire', wasThere ? answerLost : requestLost);
      world.onWait = () => {
        clock.ahead = 13 * 3_600_000;
      };
      await expect(sendEnquiry(world, pending, self, quiet)).rejects.toMatchObject({ code: 'SESSION' });
      const reloaded = organisation.newWorld(world);
      const kept = (await readPending(reloaded))!;
      await expect(sendEnquiry(reloaded, kept, null, quiet)).rejects.toMatchObject({ code: 'SESSION' });
      const again = await signIn(reloaded, name, phrase);
      await sendEnquiry(reloaded, kept, again, quiet);
      expect(await conversationsOf(again)).toEqual([['Noch etwas.'], ['Erstens.']]);
      expect(await readPending(reloaded)).toBeNull();
    });
});
