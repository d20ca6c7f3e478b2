import type { Contract, Output } from '@beistand/contract';
import {
  type Bytes,
  CONVERSATION_KIND,
  type EpochRecord,
  fromBase64url,
  joinGroup,
  membersOf,
  parseErasedMessage,
  parseMessage,
  parseRecord,
  Refused,
  same,
  takeMessage,
  takeRecord,
  type View,
} from '@beistand/wire';
import { bundlesOf, fetchBundles } from '../centre/bundles.ts';
import { takeCentreKeys } from '../centre/keys.ts';
import { type CentreLog, checkPin, logUpTo } from '../centre/log.ts';
import { myId, type Self } from '../self.ts';
import { call, ServerRefusal } from '../server/call.ts';
import { pinCentre, pinOf } from '../slot/state.ts';
import { Stop } from '../stop.ts';
import { freeze, newRoom, type Room, type RoomItem } from './room.ts';

export type ItemsAnswer = Output<Contract['readItems']>;
export type ServedItem = ItemsAnswer['items'][number];
const PAGE = 200;

export function roomOf(self: Self, conversation: string): Room {
  const known = self.rooms.get(conversation);
  if (known) return known;
  const room = newRoom(conversation);
  self.rooms.set(conversation, room);
  return room;
}

/** Parsed, not judged. */
export async function parseItem({ kind, bytes: text, seq, at }: ServedItem): Promise<RoomItem> {
  const bytes = fromBase64url(text);
  if (kind === 'record') return { seq, at, record: await parseRecord(bytes) };
  return { seq, at, message: await (kind === 'erased' ? parseErasedMessage(bytes) : parseMessage(bytes)) };
}

/** What every items answer brings beside the items. */
export function noteAnswer(self: Self, room: Room, answer: ItemsAnswer): void {
  for (const { epoch, kind, box } of answer.wraps) room.wraps.set(`${epoch}:${kind}`, fromBase64url(box));
  for (const { account, name } of answer.people) self.names.set(account, name);
  room.answerDueAt = answer.answerDueAt;
  room.answeredAt = answer.answeredAt;
  room.covers = answer.covers;
  room.missingKeys = answer.missingKeys;
  room.vaultUses = answer.vaultUses;
}

/**
 * Fetches and judges everything new. An honest server refuses what doesn't hold, so a failure means the server (or
 * someone together with it) is at fault: the room freezes with the rule's code and `Stop('FROZEN')` is thrown.
 */
export async function sync(self: Self, room: Room): Promise<void> {
  if (room.frozen) throw new Stop('FROZEN', room.frozen);
  for (;;) {
    const answer = await nextItems(self, room);
    noteAnswer(self, room, answer);
    for (const [i, item] of answer.items.entries())
      await judgeOrFreeze(self, room, item, i === 0 ? answer.transcriptBefore : null);
    room.out = null;
    if (answer.seq < room.stream.seq) freeze(room, 'OLDER');
    if (answer.seq === room.stream.seq) return stopInStrangeCentre(self, room);
    if (answer.items.length === 0) freeze(room, 'GAP');
  }
}

/**
 * Where it has come to must be a centre that I went to myself. One that it only passed through has no pin of mine and
 * gets none; but a server could found a centre, and have a stranger's conversation passed to me in it.
 */
function stopInStrangeCentre(self: Self, room: Room): void {
  const { current } = room.stream;
  if (current && !pinOf(self.state, current.centre)) freeze(room, 'FALSE_CENTRE');
}

async function nextItems(self: Self, room: Room): Promise<ItemsAnswer> {
  try {
    const { id: conversation, stream } = room;
    return await call(self.world, 'readItems', { conversation, after: stream.seq, limit: PAGE });
  } catch (error) {
    if (error instanceof ServerRefusal && error.code === 'NOT_FOUND') room.out ??= 'refused';
    throw error;
  }
}

async function judgeOrFreeze(
  self: Self,
  room: Room,
  item: ServedItem,
  transcriptBefore: string | null,
): Promise<void> {
  const bytes = fromBase64url(item.bytes);
  try {
    if (item.seq === room.stream.seq + 1) return await judge(self, room, item);
    const { record } = await parseItem(item);
    if (!record || transcriptBefore === null || !mayBegin(room, record)) return freeze(room, 'GAP', bytes);
    await begin(self, room, item, record, fromBase64url(transcriptBefore));
  } catch (error) {
    const isServersFault =
      error instanceof Refused ||
      (error instanceof Stop && (error.code === 'LOG_WITHHELD' || error.code === 'FALSE_CENTRE'));
    if (!isServersFault) throw error;
    freeze(room, error.code, bytes);
  }
}

/**
 * The centre as the record's log leaves it there, with the bundles of everyone either names; for staff the keys that
 * open it. `checkCentre` comes before anything of the log is used.
 */
export async function viewOf(
  self: Self,
  record: EpochRecord,
  checkCentre: (log: CentreLog) => Promise<void> | void,
): Promise<View> {
  const log = await logUpTo(self, record.centre, record.logIdx);
  const view = log.views[record.logIdx]!;
  await checkCentre(log);
  await fetchBundles(self, [
    ...membersOf(record.rows).map(({ kid }) => kid),
    ...view.staff.map(({ kid }) => kid),
  ]);
  if (self.kind === 'staff') await takeCentreKeys(self, log);
  return view;
}

/** The centre's CREATE must be the pinned one, where there is a pin. */
const pinnedOrPassing = (self: Self, record: EpochRecord): Promise<View> =>
  viewOf(self, record, (log) => checkPin(log, { createHash: pinOf(self.state, record.centre) }));

async function judge(self: Self, room: Room, item: ServedItem): Promise<void> {
  const parsed = await parseItem(item);
  const { record, message } = parsed;
  if (record) {
    const view = await pinnedOrPassing(self, record);
    await takeRecord(room.stream, record, { view, bundles: bundlesOf(self) });
    // By my own signature over its log: I went there.
    if (same(record.sender, myId(self))) await pinCentre(self, record.centre, view.createHash);
    room.records[record.epoch] = record;
  }
  if (message) await takeMessage(room.stream, message, { bundles: bundlesOf(self) });
  room.items.push(parsed);
}

/**
 * Whether a group may begin at this record for me: the first I see of it, or when I was out. A record that follows the one
 * I hold lets nobody in again who hasn't left.
 */
function mayBegin({ stream: { current }, out }: Room, record: EpochRecord): boolean {
  if (record.kind !== CONVERSATION_KIND.group) return false;
  if (!current) return true;
  const follows = record.epoch === current.epoch + 1 && same(record.epochHash, current.m);
  return out !== null && record.epoch > current.epoch && (out === 'left' || !follows);
}

/** The joiner's anchor: all that was before, mine included, is gone from here. */
async function begin(
  self: Self,
  room: Room,
  { seq, at }: ServedItem,
  record: EpochRecord,
  transcriptBefore: Bytes,
): Promise<void> {
  const view = await pinnedOrPassing(self, record);
  const joining = { conversation: room.conversation, account: myId(self), seq, transcriptBefore };
  room.stream = await joinGroup(record, joining, { view, bundles: bundlesOf(self) });
  for (const key of room.epochKeys.values()) key.fill(0);
  room.epochKeys.clear();
  room.records = [];
  room.records[record.epoch] = record;
  room.items = [{ seq, at, record }];
  room.followedEpoch = -1;
}
