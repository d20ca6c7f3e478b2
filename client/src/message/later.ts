import type { Contract, Output } from '@beistand/contract';
import { openMessage, Unopened } from '@beistand/crypto';
import {
  checkSignature,
  fromBase64url,
  type Message,
  parseMessage,
  Refused,
  same,
  toBase64url,
} from '@beistand/wire';
import { epochKeyOf } from '../conversation/epoch-key.ts';
import { roomOf, sync } from '../conversation/sync.ts';
import { inTurn } from '../in-turn.ts';
import { myId, type Self } from '../self.ts';
import { call, orCode, ServerRefusal } from '../server/call.ts';
import { Stop } from '../stop.ts';
import { type Body, readBody } from './body.ts';
import type { OutboxRow } from './outbox.ts';
import { deliver, queueMessage, type Sent } from './send.ts';

type Listed = Output<Contract['listLater']>['later'][number];

/** A message of mine that the server keeps. `at`: ms. */
export type LaterMessage = {
  messageId: string;
  conversation: string;
  at: number;
  /** Null when nothing here opens it any more. */
  body: Body | null;
  /** Why it couldn't be sent at its hour; null while it waits. */
  returnedWith: Listed['returnedWith'];
};

/** Into the outbox, to be kept by the server until `at` (ms, within ninety days). Whoever reads it sees that hour alone. */
export const queueLater = (self: Self, conversation: string, text: string, at: number): Promise<OutboxRow> =>
  queueMessage(self, conversation, { t: 'text', ts: at, x: text }, 1, { at });

/** `queueLater`, delivered: resolves once the server keeps it. */
export const sendLater = async (self: Self, conversation: string, text: string, at: number): Promise<Sent> =>
  deliver(self, await queueLater(self, conversation, text, at), () => undefined);

/** The message as I sealed it, or null: what isn't signed by me is none of mine. */
async function mine(self: Self, { message }: Listed): Promise<Message | null> {
  try {
    const parsed = await parseMessage(fromBase64url(message));
    if (!same(parsed.sender, myId(self))) return null;
    checkSignature(self.account.bundle.edPk, 'msg', parsed.signed, parsed.sig);
    return parsed;
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

async function bodyOf(self: Self, message: Message): Promise<Body | null> {
  const room = roomOf(self, toBase64url(message.conversation));
  try {
    await inTurn(room, () => sync(self, room));
    return readBody(await openMessage(await epochKeyOf(self, room, message.epoch), message));
  } catch (error) {
    const isClosedToMe = error instanceof Unopened || error instanceof Stop || isGone(error);
    if (!isClosedToMe) throw error;
    return null;
  }
}

const isGone = (error: unknown): boolean => error instanceof ServerRefusal && error.code === 'NOT_FOUND';

/** What waits and what came back, soonest first. */
export async function listLater(self: Self): Promise<LaterMessage[]> {
  const { later } = await call(self.world, 'listLater', {});
  const list: LaterMessage[] = [];
  for (const listed of later) {
    const message = await mine(self, listed);
    if (!message) continue;
    const { at, returnedWith } = listed;
    const [messageId, conversation] = [toBase64url(message.messageId), toBase64url(message.conversation)];
    list.push({ messageId, conversation, at, body: await bodyOf(self, message), returnedWith });
  }
  return list;
}

/** Takes it back. False when it isn't kept any more: it has been sent, and stands in the conversation. */
export const cancelLater = async (self: Self, messageId: string): Promise<boolean> =>
  (await orCode(['NOT_FOUND'], call(self.world, 'cancelLater', { message: messageId }))) !== 'NOT_FOUND';

/**
 * Seals what came back anew, by the author's wish, for another hour. It keeps its id, so that it arrives once, whatever
 * is repeated. `Stop('NOT_WANTED')` when it isn't kept any more, or nothing here opens it.
 */
export async function renewLater(self: Self, messageId: string, at: number): Promise<Sent> {
  const kept = (await listLater(self)).find((one) => one.messageId === messageId);
  if (!kept?.body) throw new Stop('NOT_WANTED');
  const body = { ...kept.body, ts: at };
  const row = await queueMessage(self, kept.conversation, body, 1, { at, messageId });
  return deliver(self, row, () => undefined);
}
