// What the rules read of a conversation before an item, and what the item leaves behind.
import { type Bytes, same } from '../bytes.ts';
import type { ItemHead } from '../formats/item-head.ts';
import { MESSAGE_CLASS, type Message } from '../formats/message.ts';
import { type EpochRecord, REASON, type Reason, ROLE } from '../formats/record.ts';
import { refuseUnless } from '../refused.ts';
import { rowOf } from './rows.ts';

/**
 * What the judges read. A server fills it from the rows an item touches: `transcripts` needs `T` at the item's
 * prev_seq (and at `seq`, to go on), `messageIds` the item's own id when it is taken.
 */
export type StreamState = {
  readonly conversation: Bytes;
  /** number of the newest item, 0 before the first */
  readonly seq: number;
  /** the record in force and its number */
  readonly current: EpochRecord | null;
  readonly currentSeq: number;
  /** reason of the newest record other than TIDY */
  readonly newestDeed: Reason | null;
  /** a content message of someone with role 2–4 stands after that record */
  readonly isAnswered: boolean;
  readonly transcripts: { get(seq: number): Bytes | undefined };
  /** by hex */
  readonly messageIds: { has(id: string): boolean };
};

export type Advance = Pick<StreamState, 'seq' | 'current' | 'currentSeq' | 'newestDeed' | 'isAnswered'>;

/** The state after a judged item, but for its transcript and id: what a server writes into the conversation's row. */
export function advance(before: StreamState, item: EpochRecord | Message): Advance {
  const { current, currentSeq, newestDeed, isAnswered } = before;
  const seq = before.seq + 1;
  if (item.type === 'record') {
    const deed =
      item.reason === REASON.tidy
        ? { newestDeed, isAnswered }
        : { newestDeed: item.reason, isAnswered: false };
    return { seq, current: item, currentSeq: seq, ...deed };
  }
  const role = current ? (rowOf(current.rows, item.sender)?.role ?? ROLE.none) : ROLE.none;
  const answers = item.class === MESSAGE_CLASS.content && role >= ROLE.responsible;
  return { seq, current, currentSeq, newestDeed, isAnswered: isAnswered || answers };
}

/** E3: the item continues this chain, knows the record in force and may lag behind messages only. `CHAIN`. */
export function judgeChain(stream: StreamState, head: ItemHead): void {
  const { conversation, prevSeq, prevT } = head;
  const known = stream.transcripts.get(prevSeq);
  refuseUnless(
    same(conversation, stream.conversation) &&
      prevSeq >= stream.currentSeq &&
      prevSeq <= stream.seq &&
      known !== undefined &&
      same(prevT, known),
    'CHAIN',
  );
}
