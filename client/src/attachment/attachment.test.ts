import { createHash } from 'node:crypto';
import { limits } from '@beistand/contract';
import { PART_BYTES, toBase64url } from '@beistand/wire';
import { beforeEach, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { accept } from '../conversation/accept.ts';
import { refresh } from '../conversation/open.ts';
import { resume } from '../message/outbox.ts';
import { deliver, queueMessage } from '../message/send.ts';
import type { Self } from '../self.ts';
import { answerLost, gatewayBroken, requestLost, says } from '../testing/faults.ts';
import { hashOf, octetsOf } from '../testing/octets.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf, lineOf, seekerOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { contentOf, download } from './download.ts';
import { sendFile } from './send-file.ts';
import { attach, bodyOf, type Content, upload } from './upload.ts';

const organisation = await useOrganisation();
const { centre, colleagues } = await organisation.raise(altstadt);
const [clara, david] = colleagues as [Self, Self];
const seeker = await conversationOf(organisation, centre, clara);
const { self: ada, conversation } = seeker;
const line = lineOf(ada);
beforeEach(() => {
  line.mend();
  lineOf(clara).mend();
  line.calls.length = 0;
  line.waits.length = 0;
});

const pdf = { name: 'Brief vom Amt.pdf', mime: 'application/pdf' };
const blob = (size: number, name?: string) => new Blob([octetsOf(size, name)]);
const give = (size: number, name?: string) => attach(ada, conversation, blob(size, name), pdf);
const callsOf = (name: string) => line.calls.filter((one) => one === name).length;
const filesOf = async (self: Self) =>
  (await refresh(self, conversation)).entries.flatMap((entry) =>
    entry.t === 'message' && entry.file ? [entry] : [],
  );

it('is sent with its name, type and size, and opens for the members alone', async () => {
  for (const size of [0, 1, 5000]) {
    const { messageId } = await sendFile(ada, give(size));
    const entry = (await filesOf(clara)).at(-1);
    expect(entry).toMatchObject({ id: messageId, state: 'ok', text: null, file: { ...pdf, size } });
    expect(hashOf(await contentOf(clara, conversation, messageId))).toBe(hashOf(octetsOf(size)));
    await expect(contentOf(david, conversation, messageId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
});

it('what was spoken is sent with its length, and opens like any file', async () => {
  const voice = { name: '', mime: 'audio/webm', ms: 4_200 };
  const { messageId } = await sendFile(ada, attach(ada, conversation, blob(700), voice));
  const entry = (await filesOf(clara)).at(-1);
  expect(entry).toMatchObject({ id: messageId, state: 'ok', file: { ...voice, size: 700 } });
  expect(hashOf(await contentOf(clara, conversation, messageId))).toBe(hashOf(octetsOf(700)));
});

it('a file of 50 MB over a connection that is cut five times arrives whole, a few parts in memory', {
  timeout: 60_000,
}, async ({ annotate }) => {
  const size = limits.file.mostBytes;
  // Made while it is read, so that what is held is what the client holds.
  const block = octetsOf(1 << 16);
  let most = 0;
  const content: Content = {
    size,
    slice: (from, to) => ({
      arrayBuffer: async () => {
        most = Math.max(most, process.memoryUsage().arrayBuffers);
        const piece = new Uint8Array(to - from);
        for (let at = from; at < to; at += block.length)
          piece.set(block.subarray(0, Math.min(block.length, to - at)), at - from);
        new DataView(piece.buffer).setUint32(0, from);
        return piece.buffer;
      },
    }),
  };
  const sent = createHash('sha256');
  for (let at = 0; at < size; at += 262_144)
    sent.update(new Uint8Array(await content.slice(at, at + 262_144).arrayBuffer()));
  const before = process.memoryUsage().arrayBuffers;
  most = before;
  const cuts = [requestLost, answerLost, gatewayBroken, answerLost, requestLost];
  const progress: number[] = [];
  const { messageId } = await sendFile(ada, attach(ada, conversation, content, pdf), {
    onProgress: (done, of) => {
      expect(of).toBe(Math.ceil((size + 200 * 16) / PART_BYTES));
      if (progress.at(-1) !== done) progress.push(done);
      if (done % 2 === 1) line.plan('writePart', cuts.pop() ?? ((send) => send()));
    },
  });
  expect(cuts).toEqual([]);
  expect(line.waits).toHaveLength(5);
  // What had arrived before the answer was lost isn't sent again.
  expect(callsOf('writePart')).toBe(13 + 2);
  expect(progress).toEqual(Array.from({ length: 14 }, (_, i) => i));
  const got = createHash('sha256');
  let length = 0;
  lineOf(clara).plan('readPart', requestLost, 5);
  await download(clara, conversation, messageId, (piece) => {
    got.update(piece);
    length += piece.length;
  });
  expect([length, got.digest('hex')]).toEqual([size, sent.digest('hex')]);
  const held = (most - before) / 2 ** 20;
  await annotate(
    `50 MB, 5 cuts each way: ${held.toFixed(0)} MB more held by server and client together`,
    'figure',
  );
});

it('goes on where it was when the person has signed in again', async () => {
  const attachment = give(2 * PART_BYTES);
  line.plan('writePart', (send) => send());
  line.plan('writePart', says('SESSION'));
  await expect(sendFile(ada, attachment)).rejects.toMatchObject({ code: 'SESSION' });
  const { messageId } = await sendFile(ada, attachment);
  // Parts 0, 1 (refused), 1 and 2: part 0 was there already.
  expect(callsOf('writePart')).toBe(4);
  expect(hashOf(await contentOf(clara, conversation, messageId))).toBe(hashOf(octetsOf(2 * PART_BYTES)));
});

it('begun again after a reload it is another file under another key', async () => {
  const first = give(100);
  line.plan('writePart', says('SESSION'));
  await expect(sendFile(ada, first)).rejects.toMatchObject({ code: 'SESSION' });
  const second = give(100);
  expect(toBase64url(second.fileKey)).not.toBe(toBase64url(first.fileKey));
  expect(toBase64url(second.fileId)).not.toBe(toBase64url(first.fileId));
  await sendFile(ada, second);
});

it('seals a part once, even should the chosen file change while it is sent', async () => {
  let size = 0;
  const changing: Content = {
    size: 100,
    slice: (from, to) => ({ arrayBuffer: async () => octetsOf(to - from, `${size++}`).buffer }),
  };
  const attachment = attach(ada, conversation, changing, pdf);
  const bodies: string[] = [];
  const { fetch } = line;
  line.fetch = async (url, init) => {
    if (init.body instanceof Uint8Array) bodies.push(hashOf(init.body));
    return fetch(url, init);
  };
  line.plan('writePart', requestLost, 2);
  line.plan('writePart', says('SESSION'));
  await expect(upload(ada, attachment)).rejects.toMatchObject({ code: 'SESSION' });
  await upload(ada, attachment);
  line.fetch = fetch;
  expect(bodies.length).toBe(4);
  expect(new Set(bodies).size).toBe(1);
});

it('FILES: is uploaded again under another key, and said once', async () => {
  const before = (await filesOf(clara)).length;
  line.plan('appendMessage', says('FILES'));
  const attachment = give(300);
  const { messageId } = await sendFile(ada, attachment);
  expect(callsOf('beginFile')).toBe(2);
  expect(await filesOf(clara)).toHaveLength(before + 1);
  expect(ada.outbox.rows.size).toBe(0);
  expect(hashOf(await contentOf(clara, conversation, messageId))).toBe(hashOf(octetsOf(300)));
});

it('FILES again and again ends, and what is left says why', async () => {
  line.plan('appendMessage', says('FILES'), 3);
  await expect(sendFile(ada, give(300))).rejects.toMatchObject({ code: 'FILES' });
  expect([...ada.outbox.rows.values()]).toMatchObject([{ stoppedBy: 'FILES' }]);
  ada.outbox.rows.clear();
});

it('all there before the tab is loaded anew, it is sent from the outbox', async () => {
  const { self, conversation: room, name, phrase, world } = await conversationOf(organisation, centre, clara);
  const attachment = attach(self, room, blob(700), pdf);
  await upload(self, attachment);
  await queueMessage(self, room, bodyOf(self, attachment));
  const again = await signIn(organisation.newWorld(world), name, phrase);
  for (const row of resume(again)) await deliver(again, row, () => undefined);
  const { entries } = await refresh(clara, room);
  expect(entries.at(-1)).toMatchObject({ file: { size: 700 } });
});

it('is given up at once, also while it waits for a network', async () => {
  for (const during of ['sending', 'waiting'] as const) {
    const giving = new AbortController();
    const { wait } = line;
    if (during === 'waiting') {
      line.plan('writePart', requestLost);
      line.wait = () => {
        giving.abort(new Error('given up'));
        return new Promise(() => undefined);
      };
    } else
      line.plan('writePart', async () => {
        giving.abort(new Error('given up'));
        throw new DOMException('aborted', 'AbortError');
      });
    const before = (await filesOf(clara)).length;
    await expect(sendFile(ada, give(100), { signal: giving.signal })).rejects.toThrow('given up');
    line.wait = wait;
    expect(await filesOf(clara)).toHaveLength(before);
    expect(ada.outbox.rows.size).toBe(0);
  }
});

it('is given up after its last part, while the message waits for a network', async () => {
  const giving = new AbortController();
  const { wait } = line;
  const before = (await filesOf(clara)).length;
  line.plan('appendMessage', requestLost);
  line.wait = async () => giving.abort(new Error('given up'));
  await expect(sendFile(ada, give(100), { signal: giving.signal })).rejects.toThrow('given up');
  line.wait = wait;
  expect(ada.outbox.rows.size).toBe(0);
  expect(await filesOf(clara)).toHaveLength(before);
});

it('NO_FILE: can’t be read any more, because somebody has changed or deleted it', async () => {
  const gone: Content = {
    size: 100,
    slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) }),
  };
  await expect(sendFile(ada, attach(ada, conversation, gone, pdf))).rejects.toMatchObject({
    code: 'NO_FILE',
  });
});

it('R9: a file of 50 MB and no larger', () => {
  const of = (size: number) => attach(ada, conversation, { size, slice: () => new Blob([]) }, pdf);
  expect(of(limits.file.mostBytes).size).toBe(limits.file.mostBytes);
  expect(() => of(limits.file.mostBytes + 1)).toThrow('SIZE');
});

it('says that a day is full, that a waiting enquiry takes no more, and never waits for either', async () => {
  line.plan('writePart', says('SLOW', { after: 20_000 }));
  await expect(sendFile(ada, give(100))).rejects.toMatchObject({ code: 'QUOTA' });
  expect(line.waits).toEqual([]);
  const waiting = await seekerOf(organisation, centre);
  const { mostBytes, most } = limits.filesBeforeAcceptance;
  const attachTo = (size: number) => attach(waiting.self, waiting.conversation, blob(size), pdf);
  await expect(upload(waiting.self, attachTo(mostBytes + 1))).rejects.toMatchObject({ code: 'SIZE' });
  for (let i = 0; i < most; i++) await sendFile(waiting.self, attachTo(10));
  await expect(upload(waiting.self, attachTo(10))).rejects.toMatchObject({ code: 'ENOUGH' });
  await accept(clara, waiting.conversation);
  await sendFile(waiting.self, attachTo(10));
});

it('R15: parts that a server changes, exchanges, cuts or takes from elsewhere open for nobody', async () => {
  const size = PART_BYTES + 10;
  const [one, other] = [await sendFile(ada, give(size)), await sendFile(ada, give(size, 'other'))];
  const desk = lineOf(clara);
  const part = async (file: string, number: number) => {
    const kept: Uint8Array[] = [];
    const { fetch } = desk;
    desk.fetch = async (url, init) => {
      const response = await fetch(url, init);
      if (/parts/.test(url)) kept.push(new Uint8Array(await response.clone().arrayBuffer()));
      return response;
    };
    await contentOf(clara, conversation, file);
    desk.fetch = fetch;
    return kept[number]!;
  };
  const [first, second, foreign] = [
    await part(one.messageId, 0),
    await part(one.messageId, 1),
    await part(other.messageId, 0),
  ];
  const flipped = first.slice();
  flipped[1_000_000]! ^= 1;
  for (const lie of [flipped, second, foreign, first.slice(0, -1), new Uint8Array(1)]) {
    desk.plan('readPart', async () => new Response(Buffer.from(lie)));
    const taken: Uint8Array[] = [];
    const opening = download(clara, conversation, one.messageId, (piece) => void taken.push(piece));
    await expect(opening).rejects.toMatchObject({ code: 'UNREADABLE' });
    expect(taken).toEqual([]);
    desk.mend();
  }
  await expect(contentOf(clara, conversation, one.messageId)).resolves.toHaveLength(size);
});
