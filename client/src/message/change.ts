import { CONVERSATION_KIND, ROLE, rowOf } from '@beistand/wire';
import { type MessageEntry, readRoom } from '../conversation/read.ts';
import type { Room } from '../conversation/room.ts';
import { roomOf, sync } from '../conversation/sync.ts';
import { inTurn } from '../in-turn.ts';
import { myId, type Self } from '../self.ts';
import { Stop } from '../stop.ts';
import type { OutboxRow } from './outbox.ts';
import { deliver, queueMessage, type Sent } from './send.ts';

/** As it stands in what was judged so far; `Stop('NOT_WANTED')` when it isn't there or is deleted. */
async function standing(self: Self, room: Room, messageId: string): Promise<MessageEntry> {
  if (!room.stream.current) await inTurn(room, () => sync(self, room));
  const entries = await readRoom(self, room);
  const entry = entries.find((one): one is MessageEntry => one.t === 'message' && one.id === messageId);
  if (!entry || entry.state === 'deleted') throw new Stop('NOT_WANTED');
  return entry;
}

/** Another text for a message of mine; the first one stays readable. `Stop('NOT_WANTED')` for anything else. */
export async function queueEdit(
  self: Self,
  conversation: string,
  messageId: string,
  text: string,
): Promise<OutboxRow> {
  const { isMine, text: before } = await standing(self, roomOf(self, conversation), messageId);
  if (!isMine || before === null) throw new Stop('NOT_WANTED');
  return queueMessage(self, conversation, { t: 'edit', ts: self.world.now(), ref: messageId, x: text }, 2);
}

/**
 * Takes a message of mine away for everyone, with its edits and files, for good; in a group, where I am responsible,
 * also another's. `Stop('NOT_WANTED')` for anything else.
 */
export async function queueDeletion(self: Self, conversation: string, messageId: string): Promise<OutboxRow> {
  const room = roomOf(self, conversation);
  const { isMine, isFromSeeker, name, editIds } = await standing(self, room, messageId);
  if (!isMine && !moderates(self, room)) throw new Stop('NOT_WANTED');
  const underWay = [...self.outbox.rows.values()].flatMap(({ body, messageId: id }) =>
    body.t === 'edit' && body.ref === messageId ? [id] : [],
  );
  const edits = [...editIds, ...underWay];
  return queueMessage(
    self,
    conversation,
    {
      t: 'del',
      ts: self.world.now(),
      ref: messageId,
      ...(edits.length > 0 && { edits }),
      // The name counsellors see may stand in this message alone.
      ...(isMine && isFromSeeker && name && { name }),
    },
    2,
  );
}

function moderates(self: Self, { stream }: Room): boolean {
  const { current } = stream;
  if (current?.kind !== CONVERSATION_KIND.group) return false;
  return rowOf(current.rows, myId(self))?.role === ROLE.responsible;
}

const quiet = () => undefined;

/** `queueEdit`, delivered: resolves once the server has committed. */
export const edit = async (
  self: Self,
  conversation: string,
  messageId: string,
  text: string,
): Promise<Sent> => deliver(self, await queueEdit(self, conversation, messageId, text), quiet);

/** `queueDeletion`, delivered: resolves once everyone can see that it is deleted and the server has erased it. */
export const deleteMessage = async (self: Self, conversation: string, messageId: string): Promise<Sent> =>
  deliver(self, await queueDeletion(self, conversation, messageId), quiet);
