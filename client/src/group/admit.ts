import { openMessage, Unopened } from '@beistand/crypto';
import {
  type Bytes,
  CONVERSATION_KIND,
  closing,
  fromBase64url,
  isClosed,
  MESSAGE_CLASS,
  REASON,
  Refused,
  ROLE,
  rowOf,
  sortRows,
} from '@beistand/wire';
import { bundleFor } from '../centre/bundles.ts';
import { change, staffRow, without } from '../conversation/change.ts';
import { epochKeyOf } from '../conversation/epoch-key.ts';
import { rekey, unlessDone } from '../conversation/rekey.ts';
import type { Room } from '../conversation/room.ts';
import { roomOf, sync } from '../conversation/sync.ts';
import { inTurn } from '../in-turn.ts';
import { readBody } from '../message/body.ts';
import { deliver, queueMessage } from '../message/send.ts';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';
import { Stop } from '../stop.ts';
import { isSeekers, joinerRow, moderating, withJoiners } from './moderate.ts';

/** Whoever asks to be let in. `known`: the conversation of mine, opened since I signed in, in which the same person asks. */
export type Joiner = {
  account: string;
  key: string;
  askedAt: number;
  known: { conversation: string; name: string | null } | null;
};

function knownFrom(self: Self, account: Bytes): Joiner['known'] {
  for (const { id, stream, slot } of self.rooms.values()) {
    const isTheirs = stream.current?.kind === CONVERSATION_KIND.oneToOne;
    if (isTheirs && rowOf(stream.current!.rows, account)?.role === ROLE.asks)
      return { conversation: id, name: slot.row.name ?? null };
  }
  return null;
}

/** For a group's moderator, soonest first. */
export async function listJoiners(self: Self, conversation: string): Promise<Joiner[]> {
  const { asking } = await call(self.world, 'listJoiners', { conversation });
  return asking.map((one) => ({ ...one, known: knownFrom(self, fromBase64url(one.account)) }));
}

/** They may ask again as long as the door is open. */
export const turnAway = async (self: Self, conversation: string, account: string): Promise<void> =>
  void (await call(self.world, 'turnAway', { conversation, account }));

/**
 * Lets in all these who ask, in one record; a hundred people are in at most, and the others go on asking. They read from
 * that record on. Answers the seq of the record in force. `Stop('NOT_WANTED')` when I don't moderate, or none of them asks.
 */
export async function admit(self: Self, conversation: string, accounts: readonly string[]): Promise<number> {
  const room = roomOf(self, conversation);
  const ids = accounts.map(fromBase64url);
  const title = await readTitle(self, conversation);
  const seq = await inTurn(room, () =>
    unlessDone(
      room,
      ({ rows }) => ids.every((id) => rowOf(rows, id)),
      async () => {
        const asking = (await listJoiners(self, conversation)).filter((one) =>
          accounts.includes(one.account),
        );
        const joiners = await Promise.all(
          asking.map(async ({ account, key }) => {
            const [id, kid] = [fromBase64url(account), fromBase64url(key)];
            if (!isSeekers(await bundleFor(self, kid), id)) throw new Refused('AKB');
            return joinerRow(id, kid);
          }),
        );
        const rowsOf = moderating(self, (rows) => (joiners.length > 0 ? withJoiners(rows, joiners) : null));
        return rekey(self, room, REASON.change, rowsOf);
      },
    ),
  );
  // Those who came don't read what it was called before.
  if (title !== null) await sayTitle(self, conversation, title);
  return seq;
}

/** A colleague moderates with me. Like everyone who comes later they read from here on. */
export function addModerator(self: Self, conversation: string, account: string): Promise<number> {
  const id = fromBase64url(account);
  const isThere = (role: number | undefined) => role === ROLE.responsible;
  return change(
    self,
    conversation,
    (rows) => isThere(rowOf(rows, id)?.role),
    (rows, _mine, newest) => {
      const row = staffRow(newest, id, ROLE.responsible);
      const isGroup = roomOf(self, conversation).stream.current!.kind === CONVERSATION_KIND.group;
      return row && isGroup && !isThere(rowOf(rows, id)?.role) ? sortRows([...without(rows, id), row]) : null;
    },
  );
}

/**
 * For good: everyone reads what they could read, nobody writes or is let in any more, and the door is shut. It counts for its
 * centre no longer. Answers the seq of the record that closed it; `Stop('NOT_WANTED')` when I don't moderate.
 */
export function closeGroup(self: Self, conversation: string): Promise<number> {
  const room = roomOf(self, conversation);
  return inTurn(room, () =>
    unlessDone(room, isClosed, () => rekey(self, room, REASON.change, moderating(self, closing))),
  );
}

/** A moderator calls the group something else. */
export const sayTitle = async (self: Self, conversation: string, title: string): Promise<void> =>
  void (await deliver(
    self,
    await queueMessage(self, conversation, { t: 'title', ts: self.world.now(), x: title }, 2),
    () => undefined,
  ));

/** What a group is called, by the newest word of a moderator that I can read; null when there is none. */
export async function readTitle(self: Self, conversation: string): Promise<string | null> {
  const room = roomOf(self, conversation);
  return inTurn(room, async () => {
    await sync(self, room);
    for (const { message } of room.items.toReversed()) {
      const isCandidate = message?.ct && message.class === MESSAGE_CLASS.silent;
      const record = message && room.records[message.epoch];
      if (!isCandidate || rowOf(record!.rows, message.sender)?.role !== ROLE.responsible) continue;
      const body = await bodyOf(self, room, message);
      if (body?.t === 'title') return body.x;
    }
    return null;
  });
}

async function bodyOf(self: Self, room: Room, message: Parameters<typeof openMessage>[1]) {
  try {
    return readBody(await openMessage(await epochKeyOf(self, room, message.epoch), message));
  } catch (error) {
    if (error instanceof Unopened || (error instanceof Stop && error.code === 'NO_KEY')) return null;
    throw error;
  }
}
