import { type Bundles, bundleOf } from '../account/bundle.ts';
import { areZeros, same } from '../bytes/compare.ts';
import { verify } from '../primitive/sign.ts';
import { insist, refuse } from '../refuse.ts';
import { type Message, readMessage } from './message.ts';
import type { Row } from './record.ts';
import { append, currentOf, insistOnChain, rowOf, type Stream } from './stream.ts';
import { isClosed } from './tidy.ts';

/** The sender's row in the record in force, which the message names. */
function authorOf(stream: Stream, { sender, epoch, epochHash }: Message): Row {
  const { record } = currentOf(stream) ?? refuse('STALE_EPOCH');
  const row = rowOf(record.rows, sender);
  if (row === null || row.role === 4 || isClosed(record)) return refuse('NOT_ALLOWED');
  insist(epoch === record.epoch && same(epochHash, record.m), 'STALE_EPOCH');
  return row;
}

/** The stream with this message, or the first rule it breaks. */
export function judgeMessage(stream: Stream, bytes: Uint8Array, bundles: Bundles): Stream {
  const message = readMessage(bytes);
  insist(message.class !== 3, 'FORMAT');
  const row = authorOf(stream, message);
  insistOnChain(stream, message);
  const isTaken = stream.items.some(
    (item) => item.kind === 'message' && same(item.message.messageId, message.messageId),
  );
  insist(!isTaken, 'DUPLICATE');
  verify(bundleOf(bundles, row.kid).signId, 'msg', message.signed, message.signature);
  return append(stream, { kind: 'message', message, authorRole: row.role });
}

/** A signal, judged by the stream it belongs to and never becomes part of; `isSeen` knows the ids heard before. */
export function judgeSignal(
  stream: Stream,
  bytes: Uint8Array,
  isSeen: (messageId: Uint8Array) => boolean,
  bundles: Bundles,
): Message {
  const message = readMessage(bytes);
  insist(message.class === 3 && message.sealed !== null, 'FORMAT');
  insist(message.prevSeq === 0 && areZeros(message.prevT), 'FORMAT');
  const row = authorOf(stream, message);
  insist(same(message.conversation, stream.conversation), 'FORMAT');
  insist(!isSeen(message.messageId), 'DUPLICATE');
  verify(bundleOf(bundles, row.kid).signId, 'msg', message.signed, message.signature);
  return message;
}
