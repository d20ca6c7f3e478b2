import type { Notice } from '@beistand/contract';
import { type Json, openMessage, sealMessage, Unopened } from '@beistand/crypto';
import {
  fromBase64url,
  judgeSignal,
  MESSAGE_CLASS,
  type Message,
  parseSignal,
  Refused,
  toBase64url,
  zeros,
} from '@beistand/wire';
import { bundlesOf } from '../centre/bundles.ts';
import { syncLog } from '../centre/log.ts';
import { epochKeyOf } from '../conversation/epoch-key.ts';
import { jitter, passGate } from '../conversation/rekey.ts';
import type { Room } from '../conversation/room.ts';
import { roomOf, sync } from '../conversation/sync.ts';
import { inTurn } from '../in-turn.ts';
import { myId, type Self } from '../self.ts';
import { call, orCode } from '../server/call.ts';
import { Stop } from '../stop.ts';
import { isBytes } from './file-body.ts';
import { highestOf, remember } from './heard.ts';

const kinds = ['typing', 'offer', 'answer', 'candidates', 'end'] as const;
export type SignalKind = (typeof kinds)[number];
/** `call`: 16 random bytes as text, drawn by whoever begins; `n` rises within it; `x` is what the kind carries. */
export type SignalBody = { t: SignalKind; ts: number; call: string; n: number; x?: string };
export type HeardSignal = {
  conversation: string;
  sender: string;
  /** From another device of mine. */
  isMine: boolean;
  body: SignalBody;
  /** Nothing was heard of this call before: an offer that is first rings, once. */
  isFirst: boolean;
};

const TRIES = 5;
const FRESH_MS = 120_000;
/** Of a whole signal: header, length, ciphertext of 4,096 bytes of plaintext, signature. */
const mostBytes = 4_342;

/**
 * Says something of this moment to who is in and online; nobody keeps it. `Stop('SIZE')` beyond 4,096 bytes sealed,
 * `Stop('FROZEN')` where nothing is sent, the server's refusal otherwise.
 */
export function signal(
  self: Self,
  conversation: string,
  said: Pick<SignalBody, 't' | 'call' | 'x'>,
): Promise<void> {
  const room = roomOf(self, conversation);
  return inTurn(room, async () => {
    if (!room.stream.current) await sync(self, room);
    if (room.frozen) throw new Stop('FROZEN', room.frozen);
    for (let tries = 0; tries < TRIES; tries++) {
      const n = (highestOf(room.heard, myId(self), said.call) ?? 0) + 1;
      const body: SignalBody = { ...said, ts: self.world.now(), n };
      const message = await sealed(self, room, body);
      if (message.bytes.length > mostBytes) throw new Stop('SIZE');
      remember(room.heard, message, body);
      const answer = await orCode(
        ['STALE_EPOCH', 'REKEY'],
        call(self.world, 'signal', { conversation, message: toBase64url(message.bytes) }),
      );
      if (typeof answer !== 'string') return;
      await sync(self, room);
      await syncLog(self, room.stream.current!.centre);
      await passGate(self, room);
      await jitter(self);
    }
    throw new Stop('BUSY');
  });
}

async function sealed(self: Self, room: Room, body: SignalBody): Promise<Message> {
  const current = room.stream.current!;
  return sealMessage(
    self.account,
    await epochKeyOf(self, room, current.epoch),
    {
      conversation: room.conversation,
      epoch: current.epoch,
      epochHash: current.m,
      prevSeq: 0,
      prevT: zeros(32),
      class: MESSAGE_CLASS.signal,
      messageId: self.world.random(16),
    },
    body,
    self.world.random,
  );
}

/**
 * A `signal` notice as what it says, or null: not by somebody who may write here, not under the current key, heard
 * before, out of order, older than two minutes, or of a kind this version doesn't know. It never freezes anything: what
 * is no item can't be in the way of one.
 */
export function hearSignal(
  self: Self,
  { conversation, message }: Pick<Extract<Notice, { t: 'signal' }>, 'conversation' | 'message'>,
): Promise<HeardSignal | null> {
  const room = roomOf(self, conversation);
  return inTurn(room, async () => {
    try {
      const parsed = await parseSignal(fromBase64url(message));
      if (parsed.epoch > (room.stream.current?.epoch ?? -1)) await sync(self, room);
      if (room.frozen) return null;
      judgeSignal(room.stream, parsed, room.heard.ids, bundlesOf(self));
      const body = readSignal(await openMessage(await epochKeyOf(self, room, parsed.epoch), parsed));
      return body && heard(self, room, parsed, body);
    } catch (error) {
      if (error instanceof Refused || error instanceof Unopened || error instanceof Stop) return null;
      throw error;
    }
  });
}

function heard(self: Self, room: Room, message: Message, body: SignalBody): HeardSignal | null {
  const before = highestOf(room.heard, message.sender, body.call);
  const isFresh = Math.abs(self.world.now() - body.ts) <= FRESH_MS;
  if (!isFresh || (before !== undefined && body.n <= before)) return null;
  remember(room.heard, message, body);
  const sender = toBase64url(message.sender);
  const isMine = sender === toBase64url(myId(self));
  return { conversation: room.id, sender, isMine, body, isFirst: before === undefined };
}

function readSignal(value: Json): SignalBody | null {
  if (typeof value !== 'object' || value === null) return null;
  const body = value as Record<string, unknown>;
  const isKnown = kinds.some((kind) => kind === body.t);
  const isCall = isBytes(body.call, 16);
  const isWhole = Number.isSafeInteger(body.n) && typeof body.ts === 'number';
  const isText = body.x === undefined || typeof body.x === 'string';
  return isKnown && isCall && isWhole && isText ? (body as SignalBody) : null;
}
