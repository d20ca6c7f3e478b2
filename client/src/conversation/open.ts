import {
  type EpochRecord,
  fromBase64url,
  hasRowKind,
  hex,
  isOrphaned,
  mustRekey,
  parseErasedMessage,
  parseMessage,
  parseRecord,
  REASON,
  Refused,
  ROLE,
  ROW_KIND,
  rowOf,
  toBase64url,
} from '@beistand/wire';
import { takeCentreKeys } from '../centre/keys.ts';
import { logUpTo, newestView, syncLog } from '../centre/log.ts';
import { inTurn } from '../in-turn.ts';
import { myId, type Self } from '../self.ts';
import { call } from '../server/call.ts';
import { Stop } from '../stop.ts';
import { type Entry, readItems, readRoom } from './read.ts';
import type { Room, RoomItem } from './room.ts';
import { noteAnswer, roomOf, type ServedItem, sync } from './sync.ts';

const NEWEST_PAGE = 50;

/** A conversation as a person sees it. `isChecked` false: shown at once, still being judged; nothing is sent until it is. */
export type OpenConversation = {
  conversation: string;
  entries: Entry[];
  isChecked: boolean;
  frozen: string | null;
  seq: number;
  /** waiting for the centre · accepted · orphan: nobody left who could answer, the seeker is offered another centre */
  state: 'waiting' | 'accepted' | 'orphan';
  myRole: number;
  mayGiveBack: boolean;
  mustRekey: boolean;
  centre: string | null;
  answerDueAt: number | null;
  answeredAt: number | null;
};

async function parsed(item: ServedItem): Promise<RoomItem> {
  const bytes = fromBase64url(item.bytes);
  const { seq, at } = item;
  if (item.kind === 'record') return { seq, at, record: await parseRecord(bytes) };
  return {
    seq,
    at,
    message: await (item.kind === 'erased' ? parseErasedMessage(bytes) : parseMessage(bytes)),
  };
}

/** The newest page before everything is judged: what a person wants to see first, marked as being checked. */
async function newestPage(self: Self, room: Room): Promise<OpenConversation> {
  const answer = await call(self.world, 'readItems', {
    conversation: room.id,
    before: 0,
    limit: NEWEST_PAGE,
  });
  noteAnswer(self, room, answer);
  const records = new Map<number, EpochRecord>();
  for (const item of answer.records) {
    const record = await parseRecord(fromBase64url(item.bytes));
    records.set(record.epoch, record);
  }
  const current = [...records.values()].at(-1);
  if (!current) throw new Stop('FROZEN', 'GAP');
  if (self.kind === 'staff') await takeCentreKeys(self, await logUpTo(self, current.centre, current.logIdx));
  const items = await Promise.all(answer.items.map(parsed));
  const keyed = { wraps: room.wraps, epochKeys: new Map(), records };
  const entries = await readItems(self, keyed, items, (epoch) => records.get(epoch));
  return { ...describe(self, room, current), entries, isChecked: false, seq: answer.seq };
}

/** Only ahead of the judgement: a page that doesn't even parse is left to it. */
async function showNewestPage(
  self: Self,
  room: Room,
  onNewestPage: (page: OpenConversation) => void,
): Promise<void> {
  try {
    onNewestPage(await newestPage(self, room));
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Stop)) throw error;
  }
}

function describe(
  self: Self,
  room: Room,
  current: EpochRecord,
): Omit<OpenConversation, 'entries' | 'isChecked' | 'seq'> {
  const log = self.logs.get(hex(current.centre));
  const newest = log && newestView(log);
  const isWaiting = hasRowKind(current.rows, ROW_KIND.inbox);
  return {
    conversation: room.id,
    frozen: room.frozen,
    state: isWaiting ? 'waiting' : newest && isOrphaned(current, newest) ? 'orphan' : 'accepted',
    myRole: rowOf(current.rows, myId(self))?.role ?? ROLE.none,
    mayGiveBack:
      room.stream.newestDeed === REASON.accept &&
      !room.stream.isAnswered &&
      rowOf(current.rows, myId(self))?.role === ROLE.responsible,
    mustRekey: newest ? mustRekey(current, newest) : false,
    centre: toBase64url(current.centre),
    answerDueAt: room.answerDueAt,
    answeredAt: room.answeredAt,
  };
}

/** The judged state of a room, without asking the server. */
async function view(self: Self, room: Room): Promise<OpenConversation> {
  return {
    ...describe(self, room, room.stream.current!),
    entries: await readRoom(self, room),
    isChecked: room.frozen === null,
    seq: room.stream.seq,
  };
}

/**
 * Opens a conversation: `onNewestPage` gets the last fifty items at once, the answer everything once it is judged.
 * A frozen room answers with what had been judged and `frozen` set.
 */
export async function openConversation(
  self: Self,
  conversation: string,
  onNewestPage: (page: OpenConversation) => void,
): Promise<OpenConversation> {
  const room = roomOf(self, conversation);
  return inTurn(room, async () => {
    if (room.stream.seq === 0 && !room.frozen) await showNewestPage(self, room, onNewestPage);
    try {
      await sync(self, room);
      await syncLog(self, room.stream.current!.centre);
    } catch (error) {
      if (!(error instanceof Stop) || error.code !== 'FROZEN' || !room.stream.current) throw error;
    }
    return view(self, room);
  });
}

/** Judges what is new since, after a notice; cheap when nothing is. */
export const refresh = (self: Self, conversation: string): Promise<OpenConversation> =>
  openConversation(self, conversation, () => undefined);
