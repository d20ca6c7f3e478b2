import { charactersIn, limits } from '@beistand/contract';
import { sealMessage } from '@beistand/crypto';
import {
  type Bytes,
  CONVERSATION_KIND,
  type EpochRecord,
  fromBase64url,
  isOrphaned,
  mustRekey,
  ROLE,
  rowOf,
  same,
  toBase64url,
} from '@beistand/wire';
import { newestView, syncLog } from '../centre/log.ts';
import { epochKeyOf } from '../conversation/epoch-key.ts';
import { freezeWhenRefusedAgain, jitter, passGate } from '../conversation/rekey.ts';
import { freeze, type Room } from '../conversation/room.ts';
import { roomOf, sync } from '../conversation/sync.ts';
import { inTurn } from '../in-turn.ts';
import { myId, type Self } from '../self.ts';
import { backingOff, NotYet, type OnWaiting } from '../server/back-off.ts';
import { call, orCode, ServerRefusal } from '../server/call.ts';
import { Stop } from '../stop.ts';
import { keepAgain } from '../unsent/keep.ts';
import type { Body } from './body.ts';
import { erase } from './erase.ts';
import { keepOutbox, type OutboxRow } from './outbox.ts';

const TRIES = 20;
const RETRIED = ['STALE_EPOCH', 'REKEY', 'STALE_LOG', 'CHAIN'] as const;

/** `seq` is null for what the server keeps until its hour, which `at` then names. */
export type Sent = { messageId: string; seq: number | null; at: number };

/** `Stop('SIZE')` for more than the forms allow: the server can't see it, so the limit is kept here. */
export function refuseTooLong(text: string): void {
  if (charactersIn(text) > limits.message.mostCharacters) throw new Stop('SIZE');
}

/** Puts the words into the outbox, durable for this tab, before anything is tried. */
export async function queueMessage(
  self: Self,
  conversation: string,
  body: Body,
  kind: 1 | 2 = 1,
  later: { at?: number; messageId?: string } = {},
): Promise<OutboxRow> {
  if ('x' in body) refuseTooLong(body.x);
  const row: OutboxRow = {
    messageId: toBase64url(self.world.random(16)),
    conversation,
    body,
    class: kind,
    stoppedBy: null,
    ...later,
  };
  self.outbox.rows.set(row.messageId, row);
  await keepOutbox(self);
  return row;
}

/**
 * What the server acknowledged must be what it serves: the message of that id, signed by me, at that place. Otherwise
 * the room freezes with `ACK`. Only I sign, and under one id always the same words, so any of my tries will do.
 */
export function confirmMine(self: Self, room: Room, messageId: Bytes, seq: number): void {
  const { message } = room.items.find((item) => item.seq === seq) ?? {};
  const isMine = message && same(message.messageId, messageId) && same(message.sender, myId(self));
  if (!isMine) freeze(room, 'ACK');
}

/** What the message names, to be bound to it. */
const filesOf = ({ body }: OutboxRow): string[] => ('key' in body ? [body.id] : []);

/** Hands it over to be sent now, or to be kept until its hour. */
async function post({ world }: Self, row: OutboxRow, message: string): Promise<Omit<Sent, 'messageId'>> {
  const { conversation, at } = row;
  if (at !== undefined) {
    const kept = await call(world, 'sendLater', { conversation, message, at });
    return { seq: null, at: kept.at };
  }
  const stored = await call(world, 'appendMessage', { conversation, message, files: filesOf(row) });
  return { seq: stored.seq, at: stored.at };
}

/** One try of the loop in protocol "Client", in the room's turn: sync, gate, seal at the newest place, post. */
async function attempt(self: Self, room: Room, row: OutboxRow): Promise<Sent> {
  const messageId = fromBase64url(row.messageId);
  let refusedAt: number | null = null;
  for (let tries = 0; tries < TRIES; tries++) {
    await sync(self, room);
    const known = room.items.find(({ message }) => message && same(message.messageId, messageId));
    if (known) {
      confirmMine(self, room, messageId, known.seq);
      return { messageId: row.messageId, seq: known.seq, at: known.at };
    }
    // Signed out, or taken back, while it waited.
    if (!self.outbox.rows.has(row.messageId)) throw new Stop('NOT_WANTED');
    const current = room.stream.current!;
    const newest = newestView(await syncLog(self, current.centre));
    // Nobody would read it who could answer. Where to go instead is the person's choice, in words.
    if (isOrphaned(current, newest)) throw new Stop('ORPHAN');
    if (mustRekey(current, newest)) {
      // Only a moderator makes a group's next key.
      if (current.kind === CONVERSATION_KIND.group && myRole(self, current) !== ROLE.responsible)
        throw new NotYet();
      await passGate(self, room);
      continue;
    }
    const { seq } = room.stream;
    const message = await sealMessage(
      self.account,
      await epochKeyOf(self, room, current.epoch),
      {
        conversation: room.conversation,
        epoch: current.epoch,
        epochHash: current.m,
        prevSeq: seq,
        prevT: room.stream.transcripts.get(seq)!,
        class: row.class,
        messageId,
      },
      inGroup(self, current, row),
      self.world.random,
    );
    const bytes = toBase64url(message.bytes);
    self.outbox.posted.set(row.messageId, bytes);
    const answer = await orCode(RETRIED, post(self, row, bytes));
    if (typeof answer === 'string') {
      freezeWhenRefusedAgain(room, answer, seq, refusedAt);
      refusedAt = answer === 'CHAIN' ? seq : null;
      await jitter(self);
      continue;
    }
    if (answer.seq !== null) {
      await sync(self, room);
      confirmMine(self, room, messageId, answer.seq);
    }
    return { messageId: row.messageId, ...answer };
  }
  throw new Stop('BUSY');
}

const myRole = (self: Self, { rows }: EpochRecord) => rowOf(rows, myId(self))?.role;

/** Whoever takes part in a group says with each text by which name: nobody who comes later reads the first. */
function inGroup(self: Self, current: EpochRecord, { body, conversation }: OutboxRow): Body {
  const takesPart = current.kind === CONVERSATION_KIND.group && myRole(self, current) === ROLE.asks;
  const name = self.state.body.names?.[conversation];
  return takesPart && body.t === 'text' && name !== undefined ? { ...body, name } : body;
}

/** No access any more, but a try was under way: the server tells its sender still whether that one had arrived. */
async function orAcknowledgedBefore(self: Self, row: OutboxRow, attempting: Promise<Sent>): Promise<Sent> {
  try {
    return await attempting;
  } catch (error) {
    const message = self.outbox.posted.get(row.messageId);
    const isForLater = row.at !== undefined;
    if (!message || isForLater || !(error instanceof ServerRefusal) || error.code !== 'NOT_FOUND')
      throw error;
    const { seq, at } = await call(self.world, 'appendMessage', {
      conversation: row.conversation,
      message,
      files: filesOf(row),
    });
    return { messageId: row.messageId, seq, at };
  }
}

/**
 * Delivers a row after those written before it in the same conversation, and backs off while there is no network or
 * the server asks for patience. A refusal ends it: the row stays, with the code that stopped it.
 */
export function deliver(self: Self, row: OutboxRow, onWaiting: OnWaiting): Promise<Sent> {
  const { turns } = self.outbox;
  const before = turns.get(row.conversation) ?? Promise.resolve();
  const turn = before.then(() => untilSettled(self, row, onWaiting));
  turns.set(
    row.conversation,
    turn.catch(() => undefined),
  );
  return turn;
}

async function untilSettled(self: Self, row: OutboxRow, onWaiting: OnWaiting): Promise<Sent> {
  const room = roomOf(self, row.conversation);
  try {
    const sent = await backingOff(
      self.world,
      () =>
        inTurn(room, async () => {
          const delivered = await orAcknowledgedBefore(self, row, attempt(self, room, row));
          // The row stays until both are done: first the word that everyone can check, then the server's part.
          if (row.body.t === 'del') await erase(self, row.conversation, row.body);
          return delivered;
        }),
      onWaiting,
    );
    self.outbox.posted.delete(row.messageId);
    // Locked meanwhile: what the tab holds is no longer ours to rewrite, and the next sign-in finds this one delivered.
    if (self.outbox.rows.delete(row.messageId)) await keepOutbox(self);
    return sent;
  } catch (error) {
    row.stoppedBy = error instanceof ServerRefusal || error instanceof Stop ? error.code : 'REPORT';
    // The session is gone and its share with it: what waits is sealed anew, or a reload would lose it.
    if (row.stoppedBy === 'SESSION') await keepAgain(self.world);
    else if (self.outbox.rows.has(row.messageId)) await keepOutbox(self);
    throw error;
  }
}

/** Queue and deliver: resolves once the server has committed. */
export async function send(self: Self, conversation: string, text: string): Promise<Sent> {
  const row = await queueMessage(self, conversation, { t: 'text', ts: self.world.now(), x: text });
  return deliver(self, row, () => undefined);
}
