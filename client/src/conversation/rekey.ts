import type { Call, Contract } from '@beistand/contract';
import { makeRecord } from '@beistand/crypto';
import {
  type Bytes,
  CONVERSATION_KIND,
  type EpochRecord,
  hasRowKind,
  membersOf,
  mustRekey,
  REASON,
  type Reason,
  ROLE,
  ROW_KIND,
  type Row,
  rowOf,
  same,
  tidy,
  toBase64url,
  VAULT_POLICY,
  type View,
} from '@beistand/wire';
import { type Bundled, bundleFor, fetchBundles } from '../centre/bundles.ts';
import { newestView, syncLog } from '../centre/log.ts';
import { myId, type Self } from '../self.ts';
import { call, orCode, ServerRefusal } from '../server/call.ts';
import { Stop } from '../stop.ts';
import { epochKeyOf } from './epoch-key.ts';
import { freeze, type Room, shutRoom } from './room.ts';
import { sync } from './sync.ts';

/** Tries before giving up on a conversation that moves faster than we can sign. */
const TRIES = 20;
const RETRIED = ['STALE_EPOCH', 'STALE_LOG', 'CHAIN', 'REKEY'] as const;

/** Short and random, so that two clients that met once don't meet again. */
export const jitter = (self: Pick<Self, 'world'>): Promise<void> =>
  self.world.wait(10 + (self.world.random(1)[0]! % 90));

/** Rows the new record shall have, or null when the act has become pointless. */
export type RowsOf = (current: EpochRecord, newest: View) => Row[] | null;

/** The X-Wing key a row is sealed to. */
export async function publicKeys(
  self: Bundled,
  rows: readonly Row[],
  view: View,
): Promise<(row: Row) => Bytes> {
  await fetchBundles(
    self,
    membersOf(rows).map(({ kid }) => kid),
  );
  const keys = new Map<Row, Bytes>();
  for (const row of rows) {
    const centreKey = row.kind === ROW_KIND.inbox ? view.inbox : view.vault;
    keys.set(row, row.kind === ROW_KIND.person ? (await bundleFor(self, row.kid)).xwPk : centreKey!.xwPk);
  }
  return (row) => [...keys].find(([known]) => known.kind === row.kind && same(known.id, row.id))![1];
}

export const keyRow = (kind: typeof ROW_KIND.inbox | typeof ROW_KIND.vault, view: View): Row => ({
  kind,
  role: ROLE.none,
  id: view.centre,
  kid: (kind === ROW_KIND.inbox ? view.inbox : view.vault)!.kid,
});

/** The vault row as the policy wants it. */
export const vaultRows = (view: View): Row[] =>
  view.policy === VAULT_POLICY.off ? [] : [keyRow(ROW_KIND.vault, view)];

export const asking = (record: EpochRecord): Row[] => record.rows.filter(({ role }) => role === ROLE.asks);

/** Who asks, and everyone at the centre who could accept. */
export const waitingRows = (current: EpochRecord, newest: View): Row[] => [
  ...asking(current),
  keyRow(ROW_KIND.inbox, newest),
  ...vaultRows(newest),
];

/** An act whose answer got lost isn't wanted a second time, because it is done. Answers the current record's seq. */
export async function unlessDone(
  room: Room,
  isDone: (current: EpochRecord) => boolean,
  act: () => Promise<number>,
): Promise<number> {
  try {
    return await act();
  } catch (error) {
    const { current, currentSeq } = room.stream;
    if (error instanceof Stop && error.code === 'NOT_WANTED' && current && isDone(current)) return currentSeq;
    throw error;
  }
}

/**
 * One new epoch: sync, decide, sign, post; when someone was faster, all of it again with fresh keys. Answers the new
 * seq; after a record that leaves me out, with every key to the conversation gone. `covers`: dates that go with it. Throws `Stop('NOT_WANTED')` when `rowsOf` says so, `Stop('BUSY')` after twenty tries, the server's refusal
 * otherwise. Run it in the room's turn.
 */
export async function rekey(
  self: Self,
  room: Room,
  reason: Reason,
  rowsOf: RowsOf,
  centre?: Bytes,
  covers?: Covers,
): Promise<number> {
  try {
    return await newEpoch(self, room, reason, rowsOf, centre, covers);
  } catch (error) {
    if (!room.leaving || !(error instanceof ServerRefusal) || error.code !== 'NOT_FOUND') throw error;
    // Gone by my own record, whose answer got lost: its bytes get the same answer again.
    const { seq } = await call(self.world, 'appendRecord', { conversation: room.id, ...room.leaving });
    return left(room, seq);
  }
}

export type Covers = NonNullable<Call<Contract['appendRecord']>['covers']>;

function left(room: Room, seq: number): number {
  room.leaving = null;
  shutRoom(room);
  return seq;
}

async function newEpoch(
  self: Self,
  room: Room,
  reason: Reason,
  rowsOf: RowsOf,
  centre?: Bytes,
  covers?: Covers,
): Promise<number> {
  let refusedAt: number | null = null;
  for (let tries = 0; tries < TRIES; tries++) {
    await sync(self, room);
    const current = room.stream.current!;
    const view = newestView(await syncLog(self, centre ?? current.centre));
    const rows = rowsOf(current, view);
    if (!rows) throw new Stop('NOT_WANTED');
    const keyBefore =
      current.kind === CONVERSATION_KIND.group ? null : await epochKeyOf(self, room, current.epoch);
    const { seq } = room.stream;
    const made = await makeRecord(
      self.account,
      {
        conversation: room.conversation,
        epoch: current.epoch + 1,
        epochHash: current.m,
        prevSeq: seq,
        prevT: room.stream.transcripts.get(seq)!,
        centre: view.centre,
        logIdx: view.idx,
        logHash: view.hash,
        kind: current.kind,
        reason,
        rows,
      },
      keyBefore,
      await publicKeys(self, rows, view),
      self.world.random,
    );
    const posted = {
      record: toBase64url(made.record.bytes),
      wraps: made.wraps.map(toBase64url),
      ...(covers && { covers }),
    };
    const isOut = !rowOf(rows, myId(self)) && !hasRowKind(rows, ROW_KIND.inbox);
    room.leaving = isOut ? posted : null;
    const answer = await orCode(
      RETRIED,
      call(self.world, 'appendRecord', { conversation: room.id, ...posted }),
    );
    if (typeof answer !== 'string' && isOut) return left(room, answer.seq);
    if (typeof answer !== 'string') {
      await sync(self, room);
      const served = room.records[made.record.epoch];
      if (!served || !same(served.m, made.record.m)) freeze(room, 'ACK');
      room.epochKeys.set(made.record.epoch, made.epochKey);
      return answer.seq;
    }
    freezeWhenRefusedAgain(room, answer, seq, refusedAt);
    refusedAt = answer === 'CHAIN' ? seq : null;
    await jitter(self);
  }
  throw new Stop('BUSY');
}

/** CHAIN twice on the same verified place: the server's chain is not the one it served us. */
export function freezeWhenRefusedAgain(
  room: Room,
  code: string,
  seq: number,
  refusedAt: number | null,
): void {
  if (code === 'CHAIN' && refusedAt === seq) freeze(room, 'CHAIN');
}

/** Issues TIDY when the gate asks for it; answers whether the gate is open now without having had to. */
export async function passGate(self: Self, room: Room): Promise<void> {
  try {
    await rekey(self, room, REASON.tidy, (current, newest) =>
      mustRekey(current, newest) ? tidy(current.rows, newest) : null,
    );
  } catch (error) {
    // A colleague tidied first: exactly what was wanted.
    if (!(error instanceof Stop) || error.code !== 'NOT_WANTED') throw error;
  }
}

export const hasInbox = (record: EpochRecord): boolean => hasRowKind(record.rows, ROW_KIND.inbox);
