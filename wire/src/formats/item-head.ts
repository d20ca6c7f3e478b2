// The 113 bytes both kinds of stream items begin with, and the chain that orders them.
import { type Bytes, cat, type Reader, u8, u32, u64, utf8 } from '../bytes.ts';
import { hash } from '../labels.ts';

export type ItemHead = {
  conversation: Bytes;
  /** record: the new epoch's number; message: the current one */
  epoch: number;
  /** record: `m` of the record before, zeros for epoch 0; message: `m` of the current record */
  epochHash: Bytes;
  sender: Bytes;
  /** the newest item the sender had judged */
  prevSeq: number;
  prevT: Bytes;
};

export const itemHeadBytes = (magic: 'CCPE' | 'CCPM', head: ItemHead): Bytes =>
  cat(
    utf8(magic),
    u8(1),
    head.conversation,
    u32(head.epoch),
    head.epochHash,
    head.sender,
    u64(head.prevSeq),
    head.prevT,
  );

export function readItemHead(r: Reader, magic: 'CCPE' | 'CCPM'): ItemHead {
  r.magic(magic);
  return {
    conversation: r.take(16),
    epoch: r.uint(4),
    epochHash: r.take(32),
    sender: r.take(16),
    prevSeq: r.uint(8),
    prevT: r.take(32),
  };
}

/** `m`, an item's name in the chain. */
export const itemHash = (signed: Bytes, sig: Bytes): Promise<Bytes> => hash('item', signed, sig);

/** `T_n` from `T_{n−1}` (32 zero bytes before the first item) and `m_n`. */
export const nextTranscript = (transcript: Bytes, m: Bytes): Promise<Bytes> => hash('chain', transcript, m);
