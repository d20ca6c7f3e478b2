import { type Bytes, join, u8, u32, u64, utf8 } from '../bytes/join.ts';
import { type Cursor, readMagic } from '../bytes/read.ts';

export type Magic = 'CCPE' | 'CCPM';
export type Head = {
  conversation: Bytes;
  epoch: number;
  epochHash: Bytes;
  sender: Bytes;
  prevSeq: number;
  prevT: Bytes;
};

export const writeHead = (magic: Magic, head: Head): Bytes =>
  join(
    utf8(magic),
    u8(1),
    head.conversation,
    u32(head.epoch),
    head.epochHash,
    head.sender,
    u64(head.prevSeq),
    head.prevT,
  );

export function readHead(cursor: Cursor, magic: Magic): Head {
  readMagic(cursor, magic);
  return {
    conversation: cursor.take(16),
    epoch: cursor.number(4),
    epochHash: cursor.take(32),
    sender: cursor.take(16),
    prevSeq: cursor.number(8),
    prevT: cursor.take(32),
  };
}
