import { jobs } from '@beistand/server/jobs';
import { fromBase64url, toBase64url } from '@beistand/wire';
import { expect } from 'vitest';
import { contentOf } from '../../attachment/download.ts';
import { sendFile } from '../../attachment/send-file.ts';
import { attach } from '../../attachment/upload.ts';
import { listConversations, noteConversation } from '../../conversation/list.ts';
import { refresh } from '../../conversation/open.ts';
import type { MessageEntry } from '../../conversation/read.ts';
import { deleteMessage, edit } from '../../message/change.ts';
import { cancelLater, listLater, sendLater } from '../../message/later.ts';
import { deliver, queueMessage, send } from '../../message/send.ts';
import type { Self } from '../../self.ts';
import { call } from '../../server/call.ts';
import { hashOf, octetsOf } from '../octets.ts';
import { textsOf } from '../people.ts';
import { acceptedBy, type Journey, quiet, type Stage, tabOf } from './journey.ts';

/** Who asks, in a tab, with a counsellor at the other end. */
async function inConversation(stage: Stage) {
  const clara = stage.altstadt.colleagues[0] as Self;
  const conversation = await acceptedBy(stage, stage.ada, clara);
  return { clara, conversation, tab: await tabOf(stage, stage.ada.name, stage.ada.phrase) };
}

const messageOf = async (self: Self, conversation: string, id: string) =>
  (await refresh(self, conversation)).entries.find(
    (one): one is MessageEntry => one.t === 'message' && one.id === id,
  )!;

const sending: Journey = {
  verb: 'send',
  holds: 'the words are there, and arrive once',
  begin: async (stage) => {
    const { clara, conversation, tab } = await inConversation(stage);
    const sent: string[] = [];
    return {
      run: async (at, n) => {
        const text = `Zeile ${n}`;
        let isKept = false;
        const killed = await tab.kill(at, async (self) => {
          await noteConversation(self, conversation, { draft: { text, at: 1 } });
          isKept = true;
          const row = await queueMessage(self, conversation, { t: 'text', ts: 1, x: text });
          await deliver(self, row, quiet);
          await noteConversation(self, conversation, { draft: undefined });
        });
        const { conversations } = await listConversations(tab.self);
        const draft = conversations.find((one) => one.conversation === conversation)!.row.draft?.text;
        if (!(await textsOf(tab.self, conversation)).includes(text)) {
          if (isKept) expect(draft).toBe(text);
          await send(tab.self, conversation, text);
        }
        await noteConversation(tab.self, conversation, { draft: undefined });
        sent.push(text);
        return killed;
      },
      end: async () => expect((await textsOf(clara, conversation)).slice(1)).toEqual(sent),
    };
  },
};

const editing: Journey = {
  verb: 'edit',
  holds: 'the message has its first text or its new one',
  begin: async (stage) => {
    const { clara, conversation, tab } = await inConversation(stage);
    return {
      run: async (at, n) => {
        const [first, second] = [`Erst so, ${n}.`, `Dann so, ${n}.`];
        const { messageId } = await send(tab.self, conversation, first);
        const killed = await tab.kill(at, (self) => edit(self, conversation, messageId, second));
        const { state, text } = await messageOf(clara, conversation, messageId);
        if (state === 'ok') {
          expect(text).toBe(first);
          await edit(tab.self, conversation, messageId, second);
        }
        expect(await messageOf(clara, conversation, messageId)).toMatchObject({
          state: 'edited',
          text: second,
          firstText: first,
          editIds: [expect.any(String)],
        });
        return killed;
      },
    };
  },
};

const deleting: Journey = {
  verb: 'delete',
  holds: 'the message stands whole, or is gone from everywhere',
  begin: async (stage) => {
    const { clara, conversation, tab } = await inConversation(stage);
    return {
      run: async (at, n) => {
        const { messageId } = await send(tab.self, conversation, `Weg damit, ${n}.`);
        const killed = await tab.kill(at, (self) => deleteMessage(self, conversation, messageId));
        const kindAt = async () => {
          const { items } = await call(clara.world, 'readItems', { conversation, after: 0 });
          return items.find(({ bytes }) => toBase64url(fromBase64url(bytes).slice(114, 130)) === messageId)
            ?.kind;
        };
        const { state } = await messageOf(clara, conversation, messageId);
        expect([state, await kindAt()]).toEqual(
          state === 'deleted' ? ['deleted', 'erased'] : ['ok', 'message'],
        );
        if (state !== 'deleted') await deleteMessage(tab.self, conversation, messageId);
        expect([(await messageOf(clara, conversation, messageId)).state, await kindAt()]).toEqual([
          'deleted',
          'erased',
        ]);
        return killed;
      },
    };
  },
};

const sendingFile: Journey = {
  verb: 'send a file',
  holds: 'it arrives once and whole, or is chosen again',
  begin: async (stage) => {
    const { clara, conversation, tab } = await inConversation(stage);
    const arrived = async (self: Self) =>
      (await refresh(self, conversation)).entries.flatMap((entry) =>
        entry.t === 'message' && entry.file ? [{ name: entry.file.name, id: entry.id }] : [],
      );
    return {
      run: async (at, n) => {
        const name = `${n}.txt`;
        const give = (self: Self) =>
          sendFile(
            self,
            attach(self, conversation, new Blob([octetsOf(5000, name)]), { name, mime: 'text/plain' }),
          );
        const killed = await tab.kill(at, give);
        if (!(await arrived(tab.self)).some((file) => file.name === name)) await give(tab.self);
        const [file, ...more] = (await arrived(clara)).filter((one) => one.name === name);
        expect(more).toEqual([]);
        expect(hashOf(await contentOf(clara, conversation, file!.id))).toBe(hashOf(octetsOf(5000, name)));
        return killed;
      },
    };
  },
};

const sendingLater: Journey = {
  verb: 'send later',
  holds: 'kept once or not at all, and arrived once',
  begin: async (stage) => {
    const { clara, conversation, tab } = await inConversation(stage);
    const kept: string[] = [];
    return {
      run: async (at, n) => {
        const [text, other] = [`Später, ${n}.`, `Nie, ${n}.`];
        const hour = Date.now() + stage.clock.ahead + 3_600_000;
        const killed = await tab.kill(at, async (self) => {
          await sendLater(self, conversation, text, hour);
          const { messageId } = await sendLater(self, conversation, other, hour);
          await cancelLater(self, messageId);
        });
        const listed = (await listLater(tab.self)).map(({ messageId, body }) => ({
          messageId,
          text: body?.t === 'text' ? body.x : null,
        }));
        const of = (wanted: string) => listed.filter((one) => one.text === wanted);
        expect([of(text).length < 2, of(other).length < 2]).toEqual([true, true]);
        for (const { messageId } of of(other)) expect(await cancelLater(tab.self, messageId)).toBe(true);
        if (of(text).length === 0) await sendLater(tab.self, conversation, text, hour);
        kept.push(text);
        return killed;
      },
      end: async () => {
        stage.clock.ahead += 3_601_000;
        await jobs.find((job) => job.name === 'send-due')!.run(stage.organisation.app.world);
        expect((await textsOf(clara, conversation)).slice(1).sort()).toEqual(kept.sort());
      },
    };
  },
};

export const messages: Journey[] = [sending, editing, deleting, sendingFile, sendingLater];
