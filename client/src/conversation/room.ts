import type { Contract, Output } from '@beistand/contract';
import {
  type Bytes,
  type EpochRecord,
  fromBase64url,
  type Message,
  newStream,
  type Stream,
} from '@beistand/wire';
import type { Turns } from '../in-turn.ts';
import { type Heard, nothingHeard } from '../message/heard.ts';
import type { RowSlot } from '../slot/row.ts';
import { Stop } from '../stop.ts';

/** One conversation as this client has judged it. Memory only. */
export type Room = {
  /** As text, the way calls name it. */
  id: string;
  conversation: Bytes;
  stream: Stream;
  /** By epoch; of a group from the one on that let me in. */
  records: EpochRecord[];
  items: RoomItem[];
  /** Wraps the server served me, by `epoch:kind`. */
  wraps: Map<string, Bytes>;
  epochKeys: Map<number, Bytes>;
  /** The rule that didn't hold; nothing is sent or believed any more. */
  frozen: string | null;
  /** The served bytes that froze it: both versions are kept. */
  refused: Bytes | null;
  /** Where the list says it is: only to ask ahead for its log, the records say where it really is. */
  listedAt: Bytes | null;
  answerDueAt: number | null;
  answeredAt: number | null;
  /** Dates of members who stand in for somebody, as the server keeps them. */
  covers: ServedCover[];
  /** Members who say that an epoch's key doesn't open for them. */
  missingKeys: MissingKey[];
  /** The newest epoch with whose members the staff thread was brought into line. */
  followedEpoch: number;
  /** Who opened it by the vault. */
  vaultUses: Output<Contract['readItems']>['vaultUses'];
  /** Why it isn't mine to read: a group may then begin anew for me, at the record that lets me in again. */
  out: 'refused' | 'left' | null;
  /** The record by which I go, until its answer has come: only its bytes can still ask whether it stands. */
  leaving: { record: string; wraps: string[] } | null;
  heard: Heard;
  slot: RowSlot;
  /** Acts on this conversation run one after the other. */
  queue: Promise<unknown>;
  /** So do the changes of its small row. */
  notes: Turns;
};

type Answer = Output<Contract['readItems']>;
export type ServedCover = Answer['covers'][number];
export type MissingKey = Answer['missingKeys'][number];

/** A judged item with the server's hour of arrival. */
export type RoomItem = { seq: number; at: number; record?: EpochRecord; message?: Message };

export const newRoom = (id: string): Room => ({
  id,
  conversation: fromBase64url(id),
  stream: newStream(fromBase64url(id)),
  records: [],
  items: [],
  wraps: new Map(),
  epochKeys: new Map(),
  frozen: null,
  refused: null,
  listedAt: null,
  answerDueAt: null,
  answeredAt: null,
  covers: [],
  missingKeys: [],
  followedEpoch: -1,
  vaultUses: [],
  out: null,
  leaving: null,
  heard: nothingHeard(),
  slot: { version: 0, row: {} },
  queue: Promise.resolve(),
  notes: { queue: Promise.resolve() },
});

/** For good: the server's word doesn't hold, and only a person can explain it. */
export function freeze(room: Room, rule: string, refused: Bytes | null = null): never {
  room.frozen = rule;
  room.refused = refused;
  throw new Stop('FROZEN', rule);
}

/**
 * No longer mine to read: every key to it and its row leave memory. What was judged stays, so that a server that says
 * so and takes it back can't show another past; the keys come again with the wraps of the newest epoch.
 */
export function shutRoom(room: Room): void {
  for (const key of room.epochKeys.values()) key.fill(0);
  room.epochKeys.clear();
  room.wraps.clear();
  room.slot = { version: 0, row: {} };
}
