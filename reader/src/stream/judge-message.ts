import { type Bundles, bundleOf } from '../account/bundle.ts';
import { same } from '../bytes/compare.ts';
import { verify } from '../primitive/sign.ts';
import { insist, refuse } from '../refuse.ts';
import { type Message, readMessage } from './message.ts';
import { append, currentOf, insistOnChain, rowOf, type Stream } from './stream.ts';

/** The stream with this message, or the first rule it breaks. */
export function judgeMessage(stream: Stream, bytes: Uint8Array, bundles: Bundles): Stream {
  const message = readMessage(bytes);
  insist(message.class !== 3, 'FORMAT');
  const current = currentOf(stream);
  if (current === null) return refuse('STALE_EPOCH');
  const { record } = current;
  const row = rowOf(record.rows, message.sender);
  if (row === null || row.role === 4) return refuse('NOT_ALLOWED');
  insist(message.epoch === record.epoch && same(message.epochHash, record.m), 'STALE_EPOCH');
  insistOnChain(stream, message);
  const isTaken = stream.items.some(
    (item) => item.kind === 'message' && same(item.message.messageId, message.messageId),
  );
  insist(!isTaken, 'DUPLICATE');
  verify(bundleOf(bundles, row.kid).signId, 'msg', message.signed, message.signature);
  return append(stream, { kind: 'message', message, authorRole: row.role });
}

/** A signal is judged by the stream it belongs to and never becomes part of it. */
export function judgeSignal(stream: Stream, bytes: Uint8Array, bundles: Bundles): Message {
  const message = readMessage(bytes);
  insist(message.class === 3 && message.sealed !== null, 'FORMAT');
  insist(message.prevSeq === 0 && message.prevT.every((byte) => byte === 0), 'FORMAT');
  const { record } = currentOf(stream) ?? refuse('STALE_EPOCH');
  const row = rowOf(record.rows, message.sender);
  if (row === null || row.role === 4) return refuse('NOT_ALLOWED');
  insist(message.epoch === record.epoch && same(message.epochHash, record.m), 'STALE_EPOCH');
  insist(same(message.conversation, stream.conversation), 'CHAIN');
  verify(bundleOf(bundles, row.kid).signId, 'msg', message.signed, message.signature);
  return message;
}
