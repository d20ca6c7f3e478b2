import {
  BIT,
  CONVERSATION_KIND,
  type fromBase64url,
  hasBit,
  MESSAGE_CLASS,
  ROLE,
  ROW_KIND,
  type Row,
  rowOf,
  same,
  tidy,
  toBase64url,
} from '@beistand/wire';
import { newestView, syncLog } from '../centre/log.ts';
import { takeHealedKeys } from '../conversation/keep-up.ts';
import { sealOpening } from '../conversation/opening.ts';
import { jitter, vaultRows } from '../conversation/rekey.ts';
import type { Room } from '../conversation/room.ts';
import { roomOf, sync } from '../conversation/sync.ts';
import { inTurn } from '../in-turn.ts';
import { confirmMine } from '../message/send.ts';
import { myId, type Self } from '../self.ts';
import { call, orCode } from '../server/call.ts';
import { Stop } from '../stop.ts';
import { enterThread, followParent, roomBeside, type ThreadKind, threadRows } from './follow.ts';

const TRIES = 20;

/** Mine as it would open one, or null where I am no counsellor of the conversation. */
async function openingRows(self: Self, parent: Room, as: ThreadKind) {
  await sync(self, parent);
  const current = parent.stream.current!;
  const view = newestView(await syncLog(self, current.centre));
  const rows = tidy(current.rows, view);
  const mine = rowOf(rows, myId(self));
  if (!mine || mine.role === ROLE.asks || !hasBit(view, mine.kid, BIT.counsellor)) return null;
  const me: Row = { ...mine, kind: ROW_KIND.person, role: ROLE.responsible };
  return { view, rows: as === 'notes' ? [me, ...vaultRows(view)] : threadRows(rows, [me], view) };
}

/** Opens one, or learns which one stands; null where I may not. */
async function begin(self: Self, parent: Room, as: ThreadKind): Promise<string | null> {
  const [conversation, messageId] = [self.world.random(16), self.world.random(16)];
  for (let tries = 0; tries < TRIES; tries++) {
    const opening = await openingRows(self, parent, as);
    if (!opening) return null;
    const sealed = await sealOpening(self, {
      ...{ conversation, messageId, ...opening },
      kind: CONVERSATION_KIND.staffThread,
      class: MESSAGE_CLASS.silent,
      body: {
        ...{ t: 'about', ts: self.world.now(), conv: parent.id },
        ...(as === 'notes' && { notes: true }),
      },
    });
    const answer = await orCode(
      ['STALE_LOG'],
      call(self.world, 'startConversation', { ...sealed, parent: parent.id, as }),
    );
    if (answer !== 'STALE_LOG') {
      if (answer.conversation === toBase64url(conversation))
        await confirm(self, answer.conversation, messageId);
      return answer.conversation;
    }
    await jitter(self);
  }
  throw new Stop('BUSY');
}

function confirm(
  self: Self,
  conversation: string,
  messageId: ReturnType<typeof fromBase64url>,
): Promise<void> {
  const room = roomOf(self, conversation);
  return inTurn(room, async () => {
    await sync(self, room);
    confirmMine(self, room, messageId, 2);
  });
}

function enter(self: Self, parent: Room, conversation: string, as: ThreadKind): Promise<boolean> {
  const room = roomBeside(self, parent, conversation);
  return inTurn(room, async () => {
    if (room.stream.seq > 0) await takeHealedKeys(self, room);
    return enterThread(self, parent.id, room, as);
  });
}

/**
 * The conversation id of the staff thread beside a conversation, opened now if there is none: all its staff are in it,
 * who asks never learns of it. Write and read there as anywhere. Null while no colleague's client has let me in yet.
 * `Stop('NOT_WANTED')` when there is none and I am no counsellor, `NOT_FOUND` for who isn't staff of the conversation.
 */
export function openThread(self: Self, conversation: string): Promise<string | null> {
  const parent = roomOf(self, conversation);
  return inTurn(parent, async () => {
    const { thread } = await call(self.world, 'readThreads', { conversation });
    if (thread && (await enter(self, parent, thread, 'thread'))) {
      await sync(self, parent);
      const [{ current: here }, { current: there }] = [parent.stream, roomOf(self, thread).stream];
      if (same(here!.centre, there!.centre)) {
        await followParent(self, parent);
        return thread;
      }
    }
    // One in which nobody of us is left makes way; one with a colleague in it stays, and is answered.
    const begun = await begin(self, parent, 'thread');
    if (!begun && !thread) throw new Stop('NOT_WANTED');
    return begun && begun !== thread && (await enter(self, parent, begun, 'thread')) ? begun : null;
  });
}

/**
 * The same for notes of my own, which no colleague reads; the centre's vault opens them like everything else. They stay
 * mine when I have left the conversation.
 */
export function openNotes(self: Self, conversation: string): Promise<string> {
  const parent = roomOf(self, conversation);
  return inTurn(parent, async () => {
    const { notes } = await call(self.world, 'readThreads', { conversation });
    const mine = notes ?? (await begin(self, parent, 'notes'));
    if (!mine || !(await enter(self, parent, mine, 'notes'))) throw new Stop('NOT_WANTED');
    return mine;
  });
}
