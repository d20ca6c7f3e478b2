import { same } from '../bytes/compare.ts';
import { type Bytes, zeros } from '../bytes/join.ts';
import { hash } from '../primitive/hash.ts';
import { insist } from '../refuse.ts';
import type { Head } from './head.ts';
import type { Message } from './message.ts';
import { type EpochRecord, type Role, type Row, rowKind } from './record.ts';

export type Item =
  | { kind: 'record'; record: EpochRecord }
  | { kind: 'message'; message: Message; authorRole: Role };

/** What has been judged so far, after the `before` first items, which a group keeps from who joins it later. */
export type Stream = {
  conversation: Bytes;
  before: number;
  items: readonly Item[];
  transcript: readonly Bytes[];
};

/** `transcript[n]` is T after item n of these. */
export const emptyStream = (conversation: Bytes): Stream => ({
  conversation,
  before: 0,
  items: [],
  transcript: [zeros(32)],
});

/** The seq of the newest item. */
export const lastSeq = ({ before, items }: Stream): number => before + items.length;

export const nextT = (before: Uint8Array, m: Uint8Array): Bytes => hash('chain', before, m);

export const append = (stream: Stream, item: Item): Stream => ({
  ...stream,
  items: [...stream.items, item],
  transcript: [
    ...stream.transcript,
    nextT(stream.transcript.at(-1)!, item.kind === 'record' ? item.record.m : item.message.m),
  ],
});

/** The newest record and its seq. */
export function currentOf({ before, items }: Stream): { record: EpochRecord; seq: number } | null {
  const index = items.findLastIndex(({ kind }) => kind === 'record');
  const item = items[index];
  return item?.kind === 'record' ? { record: item.record, seq: before + index + 1 } : null;
}

export const rowOf = (rows: readonly Row[], account: Uint8Array): Row | null =>
  rows.find(({ kind, id }) => kind === rowKind.person && same(id, account)) ?? null;

/** E3: behind messages one may be, behind the current record never. */
export function insistOnChain(stream: Stream, head: Head): void {
  const seq = lastSeq(stream);
  insist(same(head.conversation, stream.conversation), 'CHAIN');
  insist((currentOf(stream)?.seq ?? 0) <= head.prevSeq && head.prevSeq <= seq, 'CHAIN');
  insist(same(head.prevT, stream.transcript[head.prevSeq - stream.before]!), 'CHAIN');
}
