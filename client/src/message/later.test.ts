import { jobs } from '@beistand/server/jobs';
import { useDatabase } from '@beistand/server/testing/vitest';
import { BIT, toBase64url } from '@beistand/wire';
import { afterAll, afterEach, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { setBits } from '../centre/extend.ts';
import { accept, giveBack } from '../conversation/accept.ts';
import { refresh } from '../conversation/open.ts';
import type { MessageEntry } from '../conversation/read.ts';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';
import { answerLost, requestLost, retold } from '../testing/faults.ts';
import { altstadt, openOrganisation } from '../testing/open-organisation.ts';
import { conversationOf, lineOf, seekerOf, takeBack, textsOf } from '../testing/people.ts';
import { roomyLimits } from '../testing/roomy-limits.ts';
import { deleteMessage } from './change.ts';
import { cancelLater, listLater, queueLater, renewLater, sendLater } from './later.ts';
import { deliver, send } from './send.ts';

const clock = { ahead: 0 };
const day = 86_400;
const lasting = { idle: 2 * day, absolute: 2 * day };
const organisation = await openOrganisation(await useDatabase(), {
  clock: () => Date.now() + clock.ahead,
  limits: { ...roomyLimits, sessions: { ...roomyLimits.sessions, seeker: lasting, staff: lasting } },
});
afterAll(() => organisation.app.close());
const { centre, lead, colleagues } = await organisation.raise(altstadt);
const [clara, david] = colleagues as [Self, Self];
const seeker = await conversationOf(organisation, centre, clara);
const { self: ada, conversation } = seeker;
afterEach(() => {
  lineOf(ada).mend();
});

const inAnHour = () => Date.now() + clock.ahead + 3_600_000;
/** The job of a process, an hour on. */
async function anHourLater(): Promise<void> {
  clock.ahead += 3_600_000;
  await jobs.find(({ name }) => name === 'send-due')!.run(organisation.app.world);
}
const shown = async (self: Self) =>
  (await listLater(self)).map(({ body, returnedWith }) => [body?.t === 'text' && body.x, returnedWith]);

it('arrives at its hour, not before, sealed all the while, and is listed on every device till then', async () => {
  const at = inAnHour();
  const kept = await sendLater(ada, conversation, 'Zur vollen Stunde.', at);
  expect(kept).toEqual({ messageId: kept.messageId, seq: null, at });
  expect(ada.outbox.rows.size).toBe(0);
  await send(clara, conversation, 'Inzwischen.');
  const phone = await signIn(organisation.newWorld(), seeker.name, seeker.phrase);
  expect(await listLater(phone)).toEqual([
    {
      messageId: kept.messageId,
      conversation,
      at,
      body: { t: 'text', ts: at, x: 'Zur vollen Stunde.' },
      returnedWith: null,
    },
  ]);
  expect(await textsOf(clara, conversation)).not.toContain('Zur vollen Stunde.');
  await anHourLater();
  expect((await textsOf(clara, conversation)).slice(-2)).toEqual(['Inzwischen.', 'Zur vollen Stunde.']);
  const entry = (await refresh(clara, conversation)).entries.at(-1);
  // The hour it was written at is nobody's business.
  expect(entry).toMatchObject({ writtenAt: null });
  expect(await listLater(ada)).toEqual([]);
});

it('R7: is kept once, whatever is lost on the way', async () => {
  for (const fault of [requestLost, answerLost]) {
    lineOf(ada).plan('sendLater', fault);
    await sendLater(ada, conversation, 'Einmal.', inAnHour());
    expect(await shown(ada)).toEqual([['Einmal.', null]]);
    await anHourLater();
    expect((await textsOf(clara, conversation)).filter((text) => text === 'Einmal.')).toHaveLength(1);
    const last = (await refresh(ada, conversation)).entries.at(-1) as MessageEntry;
    expect(await cancelLater(ada, last.id)).toBe(false);
    await deleteMessage(ada, conversation, last.id);
  }
});

it('R7: sent while its answer was lost, it isn’t kept a second time', async () => {
  const row = await queueLater(ada, conversation, 'Schon da.', inAnHour());
  lineOf(ada).plan('sendLater', async (deliverIt, jar) => {
    await deliverIt();
    await anHourLater();
    return answerLost(async () => new Response('{}'), jar);
  });
  expect(await deliver(ada, row, () => undefined)).toMatchObject({ seq: expect.any(Number) });
  expect(await listLater(ada)).toEqual([]);
  expect((await textsOf(clara, conversation)).filter((text) => text === 'Schon da.')).toHaveLength(1);
});

it('is taken back', async () => {
  const { messageId } = await sendLater(clara, conversation, 'Doch nicht.', inAnHour());
  expect(await cancelLater(clara, messageId)).toBe(true);
  expect(await cancelLater(clara, messageId)).toBe(false);
  await anHourLater();
  expect(await textsOf(ada, conversation)).not.toContain('Doch nicht.');
});

it('comes back with its words when the key has changed, and goes out sealed anew, once', async () => {
  const { self, conversation: theirs } = await seekerOf(organisation, centre);
  await accept(david, theirs);
  const { messageId } = await sendLater(self, theirs, 'An wen auch immer.', inAnHour());
  await giveBack(david, theirs);
  await accept(clara, theirs);
  await anHourLater();
  expect(await textsOf(clara, theirs)).not.toContain('An wen auch immer.');
  expect(await shown(self)).toEqual([['An wen auch immer.', 'STALE_EPOCH']]);
  await renewLater(self, messageId, inAnHour());
  expect(await shown(self)).toEqual([['An wen auch immer.', null]]);
  await anHourLater();
  expect((await textsOf(clara, theirs)).at(-1)).toBe('An wen auch immer.');
  await expect(renewLater(self, messageId, inAnHour())).rejects.toMatchObject({ code: 'NOT_WANTED' });
});

it('comes back to who was let go, listed without words once nothing opens it', async () => {
  const { conversation: theirs } = await conversationOf(organisation, centre, david);
  const { messageId } = await sendLater(david, theirs, 'Nie mehr.', inAnHour());
  await setBits(lead, centre, toBase64url(david.account.bundle.kid), 0);
  await anHourLater();
  await expect(refresh(david, theirs)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await listLater(david)).toMatchObject([{ messageId, body: null, returnedWith: 'NOT_FOUND' }]);
  await expect(renewLater(david, messageId, inAnHour())).rejects.toMatchObject({ code: 'NOT_WANTED' });
  expect(await cancelLater(david, messageId)).toBe(true);
  await takeBack(lead, centre, david, BIT.counsellor);
});

it('believes nothing of the list that it hasn’t signed itself', async () => {
  const { messageId } = await sendLater(ada, conversation, 'Von mir.', inAnHour());
  await sendLater(clara, conversation, 'Von Clara.', inAnHour());
  const { later: foreign } = await call(clara.world, 'listLater', {});
  const flip = (text: string) => `${text.slice(0, -6)}${text.at(-6) === 'A' ? 'B' : 'A'}${text.slice(-5)}`;
  lineOf(ada).plan(
    'listLater',
    retold('listLater', ({ later }) => ({
      later: [...foreign, ...later, ...later.map((one) => ({ ...one, message: flip(one.message) }))],
    })),
  );
  expect((await listLater(ada)).map((one) => one.messageId)).toEqual([messageId]);
  await anHourLater();
});
