import { sealMessage } from '@beistand/crypto';
import { fromBase64url, hex, mustRekey, same, toBase64url } from '@beistand/wire';
import { newestView, syncLog } from '../centre/log.ts';
import { epochKeyOf } from '../conversation/epoch-key.ts';
import { freezeWhenRefusedAgain, jitter, passGate } from '../conversation/rekey.ts';
import { inTurn, type Room } from '../conversation/room.ts';
import { roomOf, sync } from '../conversation/sync.ts';
import type { Self } from '../self.ts';
import { call, orCode, ServerRefusal, Unreachable } from '../server/call.ts';
import { Stop } from '../stop.ts';
import { keepUnsent } from '../unsent/keep.ts';
import type { Body } from './body.ts';
import type { OutboxRow } from './outbox.ts';

const TRIES = 20;
const RETRIED = ['STALE_EPOCH', 'REKEY', 'CHAIN'] as const;
const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 300_000;

export type Sent = { messageId: string; seq: number; at: number };

/** Puts the words into the outbox, durable for this tab, before anything is tried. */
export async function queueMessage(
  self: Self,
  conversation: string,
  body: Body,
  kind: 1 | 2 = 1,
): Promise<OutboxRow> {
  const row: OutboxRow = {
    messageId: toBase64url(self.world.random(16)),
    conversation,
    body,
    class: kind,
    stoppedBy: null,
  };
  self.outbox.rows.set(row.messageId, row);
  await keepOutbox(self);
  return row;
}

export const keepOutbox = (self: Self): Promise<boolean> =>
  keepUnsent(self.world, 'outbox', [...self.outbox.rows.values()]);

/** One try of the loop in protocol §9, in the room's turn: sync, gate, seal at the newest place, post. */
async function attempt(self: Self, room: Room, row: OutboxRow): Promise<Sent> {
  let refusedAt: number | null = null;
  for (let tries = 0; tries < TRIES; tries++) {
    await sync(self, room);
    const known = room.items.find(
      ({ message }) => message && toBase64url(message.messageId) === row.messageId,
    );
    if (known) return { messageId: row.messageId, seq: known.seq, at: known.at };
    const current = room.stream.current!;
    const newest = newestView(await syncLog(self, current.centre));
    if (mustRekey(current, newest)) {
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
        messageId: fromBase64url(row.messageId),
      },
      row.body,
      self.world.random,
    );
    const answer = await orCode(
      RETRIED,
      call(self.world, 'appendMessage', {
        conversation: room.id,
        message: toBase64url(message.bytes),
        files: [],
      }),
    );
    if (typeof answer === 'string') {
      freezeWhenRefusedAgain(room, answer, seq, refusedAt);
      refusedAt = answer === 'CHAIN' ? seq : null;
      await jitter(self);
      continue;
    }
    await sync(self, room);
    const mine = room.items.find((item) => item.seq === answer.seq)?.message;
    // Ours under our id: a retry of an earlier try may stand there with other bytes.
    if (!mine || hex(mine.messageId) !== hex(message.messageId) || !same(mine.sender, message.sender))
      throw new Stop('FROZEN', 'ACK');
    return { messageId: row.messageId, seq: answer.seq, at: answer.at };
  }
  throw new Stop('BUSY');
}

/** Backs off from 1 s to 5 min while there is no network or the server asks for patience; a refusal ends it. */
export async function deliver(
  self: Self,
  row: OutboxRow,
  onWaiting: (reason: 'offline' | 'slow') => void,
): Promise<Sent> {
  const room = roomOf(self, row.conversation);
  for (let delay = FIRST_DELAY; ; delay = Math.min(2 * delay, LONGEST_DELAY)) {
    try {
      const sent = await inTurn(room, () => attempt(self, room, row));
      self.outbox.rows.delete(row.messageId);
      await keepOutbox(self);
      return sent;
    } catch (error) {
      const pause = pauseFor(error, delay);
      if (pause === null) {
        row.stoppedBy = error instanceof ServerRefusal || error instanceof Stop ? error.code : 'REPORT';
        await keepOutbox(self);
        throw error;
      }
      onWaiting(error instanceof Unreachable ? 'offline' : 'slow');
      await self.world.wait(pause);
    }
  }
}

const PATIENT = ['SLOW', 'FAULT', 'UNAVAILABLE'];

/** Milliseconds until the next try, or null when trying again can't help. */
export function pauseFor(error: unknown, delay: number): number | null {
  if (error instanceof Unreachable) return delay;
  if (error instanceof ServerRefusal && PATIENT.includes(error.code))
    return Math.max(delay, (error.body.after ?? 0) * 1000);
  return null;
}

/** Queue and deliver: resolves once the server has committed. */
export async function send(self: Self, conversation: string, text: string): Promise<Sent> {
  const row = await queueMessage(self, conversation, { t: 'text', ts: self.world.now(), x: text });
  return deliver(self, row, () => undefined);
}
