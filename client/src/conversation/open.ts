import {
  type EpochRecord,
  hasRowKind,
  hex,
  isClosed,
  isOrphaned,
  mustRekey,
  REASON,
  Refused,
  ROLE,
  ROW_KIND,
  rowOf,
  toBase64url,
  type View,
} from '@beistand/wire';
import { logUpTo, newestView, syncLog } from '../centre/log.ts';
import { inTurn } from '../in-turn.ts';
import { myId, type Self } from '../self.ts';
import { call, ServerRefusal } from '../server/call.ts';
import { Stop } from '../stop.ts';
import { keepUp, takeHealedKeys } from './keep-up.ts';
import { judgePage } from './newest-page.ts';
import { type Entry, readItems, readRoom } from './read.ts';
import { type Report, reportOf } from './report.ts';
import { type Room, shutRoom } from './room.ts';
import { noteAnswer, roomOf, sync } from './sync.ts';
import { withVaultUses } from './vault-entries.ts';

const NEWEST_PAGE = 50;

/** A conversation as a person sees it. `isChecked` false: shown at once, still being judged; nothing is sent until it is. */
export type OpenConversation = {
  conversation: string;
  entries: Entry[];
  isChecked: boolean;
  frozen: string | null;
  /** To hand to somebody who can look into it, once it is frozen. */
  report: Report | null;
  seq: number;
  /**
   * waiting for the centre · accepted · orphan: nobody left who could answer, the seeker is offered another centre ·
   * closed: a group in which nobody writes any more
   */
  state: 'waiting' | 'accepted' | 'orphan' | 'closed';
  myRole: number;
  mayGiveBack: boolean;
  mustRekey: boolean;
  centre: string | null;
  /** Written to one counsellor by their own link, and none of the staff has answered: they alone read it. */
  waitsForOne: boolean;
  /** Who stands in for somebody, and when; the hours are the server's word, and it keeps to them. */
  covers: { account: string; name: string | null; from: number; until: number }[];
  answerDueAt: number | null;
  answeredAt: number | null;
};

type Described = Omit<OpenConversation, 'entries' | 'isChecked' | 'report' | 'seq'>;

/** The newest page before everything is judged: what a person wants to see first, marked as being checked. */
async function newestPage(self: Self, room: Room): Promise<OpenConversation | null> {
  const [answer] = await Promise.all([
    call(self.world, 'readItems', { conversation: room.id, before: 0, limit: NEWEST_PAGE }),
    // Judging asks for it anyway, and on a slow line each turn counts; what fails here fails again there.
    room.listedAt && logUpTo(self, room.listedAt, 0).catch(() => undefined),
  ]);
  noteAnswer(self, room, answer);
  const page = await judgePage(self, room, answer);
  if (!page) return null;
  const { items, records, current } = page;
  const keyed = { wraps: room.wraps, epochKeys: new Map(), records };
  const read = await readItems(self, keyed, items, (epoch) => records.get(epoch));
  const entries = withVaultUses(self, read, answer.vaultUses);
  return { ...describe(self, room, current), entries, isChecked: false, report: null, seq: answer.seq };
}

/** Only ahead of the judgement: a page that doesn't hold by itself is left to it, and nobody sees it before. */
async function showNewestPage(
  self: Self,
  room: Room,
  onNewestPage: (page: OpenConversation) => void,
): Promise<void> {
  try {
    const page = await newestPage(self, room);
    if (page) onNewestPage(page);
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Stop)) throw error;
  }
}

function describe(self: Self, room: Room, current: EpochRecord): Described {
  const log = self.logs.get(hex(current.centre));
  const newest = log && newestView(log);
  const isWaiting = hasRowKind(current.rows, ROW_KIND.inbox);
  return {
    conversation: room.id,
    frozen: room.frozen,
    state: stateOf(current, newest),
    myRole: rowOf(current.rows, myId(self))?.role ?? ROLE.none,
    mayGiveBack:
      room.stream.newestDeed === REASON.accept &&
      !room.stream.isAnswered &&
      rowOf(current.rows, myId(self))?.role === ROLE.responsible,
    mustRekey: newest ? mustRekey(current, newest) : false,
    centre: toBase64url(current.centre),
    waitsForOne: room.stream.newestDeed === REASON.open && !isWaiting && !room.stream.isAnswered,
    covers: room.covers.map(({ account, from, until }) => ({
      account,
      name: self.names.get(account) ?? null,
      from,
      until,
    })),
    answerDueAt: room.answerDueAt,
    answeredAt: room.answeredAt,
  };
}

function stateOf(current: EpochRecord, newest: View | undefined): OpenConversation['state'] {
  if (hasRowKind(current.rows, ROW_KIND.inbox)) return 'waiting';
  if (isClosed(current)) return 'closed';
  return newest && isOrphaned(current, newest) ? 'orphan' : 'accepted';
}

/** Frozen before anything held: nothing of it is shown, whatever was shown before. */
const nothingHeld = ({ id, frozen }: Room): Described => ({
  conversation: id,
  frozen,
  state: 'accepted',
  myRole: ROLE.none,
  mayGiveBack: false,
  mustRekey: false,
  centre: null,
  waitsForOne: false,
  covers: [],
  answerDueAt: null,
  answeredAt: null,
});

/** The judged state of a room, without asking the server. */
async function view(self: Self, room: Room): Promise<OpenConversation> {
  const { current } = room.stream;
  return {
    ...(current ? describe(self, room, current) : nothingHeld(room)),
    entries: withVaultUses(self, await readRoom(self, room), room.vaultUses),
    isChecked: room.frozen === null,
    report: room.frozen === null ? null : await reportOf(self, room.id),
    seq: room.stream.seq,
  };
}

/**
 * Opens a conversation: `onNewestPage` gets the last fifty items as soon as they are known to be ours, the answer
 * everything once it is judged. A frozen room answers with what had been judged, if only nothing, and `frozen` set:
 * that takes the place of what was shown before.
 */
export async function openConversation(
  self: Self,
  conversation: string,
  onNewestPage: (page: OpenConversation) => void,
): Promise<OpenConversation> {
  const room = roomOf(self, conversation);
  const opened = await inTurn(room, async () => {
    if (room.stream.seq === 0 && !room.frozen) await showNewestPage(self, room, onNewestPage);
    try {
      await sync(self, room);
      await syncLog(self, room.stream.current!.centre);
      await takeHealedKeys(self, room);
    } catch (error) {
      if (error instanceof ServerRefusal && error.code === 'NOT_FOUND') shutRoom(room);
      if (!(error instanceof Stop) || error.code !== 'FROZEN') throw error;
    }
    return view(self, room);
  });
  void inTurn(room, () => keepUp(self, room));
  return opened;
}

/** Judges what is new since, after a notice; cheap when nothing is. */
export const refresh = (self: Self, conversation: string): Promise<OpenConversation> =>
  openConversation(self, conversation, () => undefined);
