// A conversation in memory as far as it was judged, and the one way an item joins it.
import { type Bytes, hex, zeros } from '../bytes.ts';
import { nextTranscript } from '../formats/item-head.ts';
import type { Message } from '../formats/message.ts';
import type { EpochRecord } from '../formats/record.ts';
import { judgeMessage, type MessageContext } from './judge-message.ts';
import { judgeRecord, type RecordContext } from './judge-record.ts';
import { type Advance, advance } from './state.ts';

/** The whole stream in memory, as a client holds it: plain data that survives structured cloning. */
export type Stream = Advance & {
  conversation: Bytes;
  transcripts: Map<number, Bytes>;
  messageIds: Set<string>;
};

export const newStream = (conversation: Bytes): Stream => ({
  conversation,
  seq: 0,
  current: null,
  currentSeq: 0,
  newestDeed: null,
  isAnswered: false,
  transcripts: new Map([[0, zeros(32)]]),
  messageIds: new Set(),
});

async function take(stream: Stream, item: EpochRecord | Message, judge: () => void): Promise<void> {
  for (;;) {
    const { seq } = stream;
    const transcript = await nextTranscript(stream.transcripts.get(seq)!, item.m);
    // Another item may have joined while hashing. From here to the end nothing awaits.
    if (stream.seq !== seq) continue;
    judge();
    Object.assign(stream, advance(stream, item));
    stream.transcripts.set(stream.seq, transcript);
    if (item.type === 'message') stream.messageIds.add(hex(item.messageId));
    return;
  }
}

/** Judges and appends; on a refusal the stream is as before. */
export const takeRecord = (stream: Stream, record: EpochRecord, context: RecordContext): Promise<void> =>
  take(stream, record, () => judgeRecord(stream, record, context));

/** Judges and appends; on a refusal the stream is as before. */
export const takeMessage = (stream: Stream, message: Message, context: MessageContext): Promise<void> =>
  take(stream, message, () => judgeMessage(stream, message, context));
