import type { Contract, Output } from '@beistand/contract';
import {
  fromBase64url,
  hex,
  membersOf,
  parseErasedMessage,
  parseMessage,
  parseRecord,
  Refused,
  same,
  takeMessage,
  takeRecord,
} from '@beistand/wire';
import { bundlesOf, fetchBundles } from '../centre/bundles.ts';
import { takeCentreKeys } from '../centre/keys.ts';
import { checkPin, viewAt } from '../centre/log.ts';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';
import { pinCentre, pinOf } from '../slot/state.ts';
import { Stop } from '../stop.ts';
import { newRoom, type Room } from './room.ts';

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

/** What every items answer brings beside the items. */
export function noteAnswer(self: Self, room: Room, answer: ItemsAnswer): void {
  for (const { epoch, kind, box } of answer.wraps) room.wraps.set(`${epoch}:${kind}`, fromBase64url(box));
  for (const { account, name } of answer.people) self.names.set(account, name);
  room.answerDueAt = answer.answerDueAt;
  room.answeredAt = answer.answeredAt;
}

/**
 * Fetches and judges everything new. An honest server refuses what doesn't hold, so a failure means the server (or
 * someone together with it) is at fault: the room freezes with the rule's code and `Stop('FROZEN')` is thrown.
 */
export async function sync(self: Self, room: Room): Promise<void> {
  if (room.frozen) throw new Stop('FROZEN', room.frozen);
  for (;;) {
    const answer = await call(self.world, 'readItems', {
      conversation: room.id,
      after: room.stream.seq,
      limit: PAGE,
    });
    noteAnswer(self, room, answer);
    for (const item of answer.items) {
      if (item.seq <= room.stream.seq) continue;
      await freezing(room, () => judge(self, room, item));
    }
    if (answer.seq < room.stream.seq) await freezing(room, () => Promise.reject(new Stop('OLDER')));
    if (answer.items.length < PAGE) return;
  }
}

async function freezing(room: Room, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const rule = error instanceof Refused || error instanceof Stop ? error.code : null;
    if (!rule) throw error;
    room.frozen = rule;
    throw new Stop('FROZEN', rule);
  }
}

async function judge(self: Self, room: Room, item: ServedItem): Promise<void> {
  if (item.seq !== room.stream.seq + 1) throw new Stop('FROZEN', 'GAP');
  const bytes = fromBase64url(item.bytes);
  if (item.kind === 'record') {
    const record = await parseRecord(bytes);
    const view = await viewAt(self, record.centre, record.logIdx);
    await checkCentre(self, room, record.centre);
    await fetchBundles(self, [
      ...membersOf(record.rows).map(({ kid }) => kid),
      ...view.staff.map(({ kid }) => kid),
    ]);
    await takeRecord(room.stream, record, { view, bundles: bundlesOf(self) });
    room.records.push(record);
    room.items.push({ seq: item.seq, at: item.at, record });
    if (self.kind === 'staff') await takeCentreKeys(self, record.centre);
    return;
  }
  const message = await (item.kind === 'erased' ? parseErasedMessage(bytes) : parseMessage(bytes));
  await takeMessage(room.stream, message, { bundles: bundlesOf(self) });
  room.items.push({ seq: item.seq, at: item.at, message });
}

/** The centre's CREATE must be the pinned one; a centre met for the first time is pinned now, for good. */
async function checkCentre(self: Self, room: Room, centre: Uint8Array<ArrayBuffer>): Promise<void> {
  const isSameAsBefore = room.records.some((record) => same(record.centre, centre));
  if (isSameAsBefore) return;
  const log = self.logs.get(hex(centre))!;
  const pinned = pinOf(self.state, centre);
  checkPin(log, { createHash: pinned });
  if (!pinned) await pinCentre(self, centre, log.entries[0]!.hash);
}
