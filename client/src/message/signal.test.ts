import type { Notice } from '@beistand/contract';
import { sealMessage } from '@beistand/crypto';
import { MESSAGE_CLASS, toBase64url, zeros } from '@beistand/wire';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { setBits } from '../centre/extend.ts';
import { accept, giveBack } from '../conversation/accept.ts';
import { epochKeyOf } from '../conversation/epoch-key.ts';
import { refresh } from '../conversation/open.ts';
import { follow } from '../live/follow.ts';
import { myId, type Self } from '../self.ts';
import { call } from '../server/call.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf, lineOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { type HeardSignal, hearSignal, type SignalBody, signal } from './signal.ts';

const organisation = await useOrganisation();
const { centre, lead, colleagues } = await organisation.raise(altstadt);
const [clara, david] = colleagues as [Self, Self];
const seeker = await conversationOf(organisation, centre, clara);
const { self: ada, conversation } = seeker;
type SignalNotice = Extract<Notice, { t: 'signal' }>;
const newCall = () => toBase64url(ada.world.random(16));
afterEach(() => {
  lineOf(clara).clockAhead = 0;
});

/** Everything signalled to a person, one after the other. */
function earOf(self: Self) {
  const heard: SignalNotice[] = [];
  let wake = Promise.withResolvers<void>();
  const connected = Promise.withResolvers<void>();
  const stop = follow(
    self,
    (notice) => {
      if (notice.t === 'resync' || notice.t === 'hello') connected.resolve();
      if (notice.t !== 'signal') return;
      heard.push(notice);
      wake.resolve();
      wake = Promise.withResolvers();
    },
    () => undefined,
  );
  const next = async (): Promise<SignalNotice> => {
    while (heard.length === 0) await wake.promise;
    return heard.shift()!;
  };
  return { next, stop, connected: connected.promise };
}
const [adaHears, claraHears] = [earOf(ada), earOf(clara)];
afterAll(() => {
  adaHears.stop();
  claraHears.stop();
});
beforeEach(() => Promise.all([adaHears.connected, claraHears.connected]));

/** Posts a signal with a body of the test's making, and answers what Clara was told. */
async function posted(body: Partial<SignalBody> & Record<string, unknown>): Promise<SignalNotice> {
  const room = ada.rooms.get(conversation)!;
  const current = room.stream.current!;
  const message = await sealMessage(
    ada.account,
    await epochKeyOf(ada, room, current.epoch),
    {
      conversation: room.conversation,
      epoch: current.epoch,
      epochHash: current.m,
      prevSeq: 0,
      prevT: zeros(32),
      class: MESSAGE_CLASS.signal,
      messageId: ada.world.random(16),
    },
    { t: 'typing', ts: Date.now(), call: newCall(), n: 1, ...body },
    ada.world.random,
  );
  await call(ada.world, 'signal', { conversation, message: toBase64url(message.bytes) });
  await adaHears.next();
  return claraHears.next();
}

it('is heard by the other side and one’s other devices, and is no item', async () => {
  const phone = await signIn(organisation.newWorld(), seeker.name, seeker.phrase);
  const phoneHears = earOf(phone);
  await phoneHears.connected;
  const { seq } = await refresh(ada, conversation);
  const callId = newCall();
  await signal(ada, conversation, { t: 'offer', call: callId, x: 'v=0' });
  const heard = await hearSignal(clara, await claraHears.next());
  expect(heard).toEqual({
    conversation,
    sender: toBase64url(myId(ada)),
    isMine: false,
    body: { t: 'offer', ts: expect.any(Number), call: callId, n: 1, x: 'v=0' },
    isFirst: true,
  } satisfies HeardSignal);
  expect(await hearSignal(phone, await phoneHears.next())).toMatchObject({ isMine: true });
  // What comes back to whoever said it says nothing new.
  expect(await hearSignal(ada, await adaHears.next())).toBeNull();
  await signal(clara, conversation, { t: 'answer', call: callId });
  expect(await hearSignal(ada, await adaHears.next())).toMatchObject({ body: { t: 'answer', n: 1 } });
  await claraHears.next();
  await signal(ada, conversation, { t: 'candidates', call: callId });
  expect(await hearSignal(clara, await claraHears.next())).toMatchObject({
    body: { n: 2 },
    isFirst: false,
  });
  await adaHears.next();
  phoneHears.stop();
  expect((await refresh(ada, conversation)).seq).toBe(seq);
});

it('counts once, in its order, for two minutes and for this conversation', async () => {
  const notice = await posted({});
  expect(await hearSignal(clara, notice)).not.toBeNull();
  expect(await hearSignal(clara, notice)).toBeNull();
  const callId = newCall();
  const [second, first] = [await posted({ call: callId, n: 2 }), await posted({ call: callId, n: 1 })];
  expect(await hearSignal(clara, second)).not.toBeNull();
  expect(await hearSignal(clara, first)).toBeNull();
  const fresh = await posted({ ts: Date.now() - 110_000 });
  expect(await hearSignal(clara, fresh)).not.toBeNull();
  const old = await posted({ ts: Date.now() - 121_000 });
  expect(await hearSignal(clara, old)).toBeNull();
  const other = await conversationOf(organisation, centre, clara);
  expect(await hearSignal(clara, { ...(await posted({})), conversation: other.conversation })).toBeNull();
});

it('isn’t heard when it isn’t well-formed, spoilt or of a kind unknown here, and nothing freezes', async () => {
  for (const body of [{ t: 'wave' }, { call: 'x' }, { n: 1.5 }, { ts: 'now' }, { x: 7 }])
    expect(await hearSignal(clara, await posted(body as never))).toBeNull();
  const notice = await posted({});
  for (const at of [0, 40, 120, 200, notice.message.length - 3]) {
    const { message } = notice;
    const other = message[at] === 'A' ? 'B' : 'A';
    const spoilt = `${message.slice(0, at)}${other}${message.slice(at + 1)}`;
    expect(await hearSignal(clara, { conversation, message: spoilt })).toBeNull();
  }
  expect(await hearSignal(clara, notice)).not.toBeNull();
  expect(await refresh(clara, conversation)).toMatchObject({ frozen: null });
});

it('SIZE: what one process couldn’t tell another isn’t sent', async () => {
  const call = newCall();
  await expect(signal(ada, conversation, { t: 'offer', call, x: 'x'.repeat(4096) })).rejects.toMatchObject({
    code: 'SIZE',
  });
  await signal(ada, conversation, { t: 'offer', call, x: 'x'.repeat(3_900) });
  expect(await hearSignal(clara, await claraHears.next())).toMatchObject({ body: { t: 'offer' } });
  await adaHears.next();
});

it('goes out under the new key when it has changed, and who has left hears nothing', async () => {
  const other = await conversationOf(organisation, centre, david);
  await giveBack(david, other.conversation);
  await accept(clara, other.conversation);
  await signal(other.self, other.conversation, { t: 'typing', call: newCall() });
  expect(await hearSignal(clara, await claraHears.next())).toMatchObject({ body: { t: 'typing' } });
  await expect(signal(david, other.conversation, { t: 'typing', call: newCall() })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

it('passes the gate first when somebody was let go', async () => {
  const { self, conversation: theirs } = await conversationOf(organisation, centre, david);
  await setBits(lead, centre, toBase64url(david.account.bundle.kid), 0);
  await signal(self, theirs, { t: 'typing', call: newCall() });
  expect(await refresh(self, theirs)).toMatchObject({ mustRekey: false, state: 'orphan' });
});
