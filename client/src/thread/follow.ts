// Who is in a conversation's staff thread: its staff, and nobody else. A record of the one doesn't change the other, so
// members' clients carry it over: whoever comes is let in first, whoever has gone is taken out after.
import { openMessage, Unopened } from '@beistand/crypto';
import {
  BIT,
  type Bytes,
  CONVERSATION_KIND,
  type EpochRecord,
  hasBit,
  mayHold,
  membersOf,
  REASON,
  ROLE,
  type Role,
  type Row,
  rowOf,
  same,
  sameRows,
  sortRows,
  tidy,
  type View,
} from '@beistand/wire';
import { newestView, syncLog } from '../centre/log.ts';
import { epochKeyOf } from '../conversation/epoch-key.ts';
import { type RowsOf, rekey, vaultRows } from '../conversation/rekey.ts';
import { freeze, type Room } from '../conversation/room.ts';
import { roomOf, sync } from '../conversation/sync.ts';
import { inTurn } from '../in-turn.ts';
import { readBody } from '../message/body.ts';
import { myId, type Self } from '../self.ts';
import { call, orCode } from '../server/call.ts';
import { Stop } from '../stop.ts';

/** All who counsel or interpret write there, whatever their part in the conversation; `before` keeps what it gave. */
export function threadRows(parent: readonly Row[], before: readonly Row[], newest: View): Row[] {
  const roleOf = (row: Row): Role => {
    if (row.role === ROLE.responsible) return ROLE.responsible;
    const held = rowOf(before, row.id)?.role;
    if (held && mayHold({ ...row, role: held }, newest)) return held;
    return mayHold({ ...row, role: ROLE.counsels }, newest) ? ROLE.counsels : ROLE.reads;
  };
  const staff = membersOf(parent).filter(({ role }) => role !== ROLE.asks);
  return sortRows([...staff.map((row) => ({ ...row, role: roleOf(row) })), ...vaultRows(newest)]);
}

export type ThreadKind = 'thread' | 'notes';

/**
 * Syncs a thread or notes; false where I am not let in. Its sealed first words must name the conversation beside which
 * the server shows it and say which of the two it is, notes in my own words; or the room freezes with `ABOUT`: nobody is
 * let into another conversation's thread or into notes, and nothing is noted where others read it.
 */
export async function enterThread(
  self: Self,
  parent: string,
  room: Room,
  as: ThreadKind = 'thread',
): Promise<boolean> {
  if ((await orCode(['NOT_FOUND'], sync(self, room))) === 'NOT_FOUND') return false;
  const message = room.items[1]?.message;
  const isThread = room.stream.current?.kind === CONVERSATION_KIND.staffThread;
  if (!isThread || !message?.ct) freeze(room, 'ABOUT');
  try {
    const body = readBody(await openMessage(await epochKeyOf(self, room, 0), message));
    if (body?.t !== 'about' || body.conv !== parent) freeze(room, 'ABOUT');
    const isAsShown = as === 'notes' ? body.notes && same(message.sender, myId(self)) : !body.notes;
    if (!isAsShown) freeze(room, 'ABOUT');
  } catch (error) {
    if (error instanceof Unopened) freeze(room, 'ABOUT');
    throw error;
  }
  return true;
}

/** In the thread's turn: one CHANGE to what `rowsOf` wants, and none where nothing differs or I may not. */
async function changeThread(self: Self, room: Room, parent: EpochRecord, wanted: RowsOf): Promise<void> {
  const rowsOf: RowsOf = (current, newest) => {
    const mine = rowOf(tidy(current.rows, newest), myId(self));
    const counsels = mine?.role === ROLE.responsible || mine?.role === ROLE.counsels;
    if (!counsels || !hasBit(newest, mine.kid, BIT.counsellor)) return null;
    // A conversation that has moved on to another centre leaves its thread behind.
    if (!same(parent.centre, current.centre)) return null;
    const rows = wanted(current, newest);
    const isFit = rows?.some(({ role }) => role === ROLE.responsible) && !sameRows(rows, current.rows);
    return isFit ? rows : null;
  };
  const { current } = room.stream;
  if (!rowsOf(current!, newestView(await syncLog(self, current!.centre)))) return;
  try {
    await rekey(self, room, REASON.change, rowsOf);
  } catch (error) {
    // A colleague's client was faster.
    if (!(error instanceof Stop) || error.code !== 'NOT_WANTED') throw error;
  }
}

/** By the server's word; a conversation itself stands beside nothing, and would wait here for its own turn to end. */
export function roomBeside(self: Self, parent: Room, conversation: string): Room {
  if (conversation === parent.id) freeze(parent, 'ABOUT');
  return roomOf(self, conversation);
}

async function inThread(
  self: Self,
  parent: Room,
  act: (thread: Room, record: EpochRecord) => Promise<void>,
): Promise<void> {
  const { current } = parent.stream;
  if (self.kind !== 'staff' || !current || current.kind === CONVERSATION_KIND.staffThread) return;
  const links = await orCode(['NOT_FOUND'], call(self.world, 'readThreads', { conversation: parent.id }));
  if (links === 'NOT_FOUND' || !links.thread) return;
  const thread = roomBeside(self, parent, links.thread);
  // Its stop is shown where it is read, and keeps nobody from what the conversation needs.
  if (thread.frozen) return;
  await inTurn(thread, async () => {
    if (await enterThread(self, parent.id, thread)) await act(thread, current);
  });
}

/** The record by which the account is in the thread without a break since, and when the server took it in, ms. */
function letInBy({ items }: Room, account: Bytes): { record: EpochRecord; at: number } {
  const records = items.filter(({ record }) => record);
  const before = records.findLastIndex(({ record }) => !rowOf(record!.rows, account));
  const { record, at } = records[before + 1]!;
  return { record: record!, at };
}

/**
 * Makes the thread's members those of the conversation as it was judged last. Whoever one of its staff let in after that
 * stays: they wait for the CHANGE that brings them there. In the conversation's turn.
 */
export const followParent = (self: Self, parent: Room): Promise<void> =>
  inThread(self, parent, (thread, record) => {
    const decidedAt = parent.items.findLast((item) => item.record)!.at;
    return changeThread(self, thread, record, (current, newest) => {
      const rows = threadRows(tidy(record.rows, newest), current.rows, newest);
      const isAhead = ({ id }: Row): boolean => {
        const letIn = letInBy(thread, id);
        return letIn.at > decidedAt && rowOf(record.rows, letIn.record.sender) !== undefined;
      };
      const ahead = membersOf(tidy(current.rows, newest)).filter(
        (row) => !rowOf(rows, row.id) && isAhead(row),
      );
      return sortRows([...rows, ...ahead]);
    });
  });

/**
 * Before a CHANGE of the conversation: lets those into the thread whom that adds, for who changes it may be gone
 * afterwards. Until the CHANGE stands, the server shows them nothing of it. In the conversation's turn.
 */
export async function letInFirst(self: Self, parent: Room, changing: RowsOf): Promise<void> {
  if (self.kind !== 'staff') return;
  // Gone already, by a record whose answer got lost: the thread has followed, or the next look makes it.
  if ((await orCode(['NOT_FOUND'], sync(self, parent))) === 'NOT_FOUND') return;
  await inThread(self, parent, (thread, record) =>
    changeThread(self, thread, record, (current, newest) => {
      const next = changing(record, newest);
      if (!next) return null;
      const coming = threadRows(next, current.rows, newest);
      const stay = membersOf(tidy(current.rows, newest)).filter(({ id }) => !rowOf(coming, id));
      return sortRows([...coming, ...stay]);
    }),
  );
}
