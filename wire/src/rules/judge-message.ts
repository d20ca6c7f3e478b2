// The message rules (M): may these bytes be the next item? Server before storing, every client before believing.
import { hex, same } from '../bytes.ts';
import type { Bundles } from '../formats/account-bundle.ts';
import { MESSAGE_CLASS, type Message } from '../formats/message.ts';
import { type EpochRecord, ROLE, type Row } from '../formats/record.ts';
import { checkSignature } from '../labels.ts';
import { Refused, refuseUnless } from '../refused.ts';
import { mustRekey } from './gate.ts';
import { isClosed, rowOf } from './rows.ts';
import { judgeChain, type StreamState } from './state.ts';
import { bundleOf, type View } from './view.ts';

export type MessageContext = {
  bundles: Bundles;
  /** the server's: the newest view of the current record's centre, to answer `REKEY` while the gate is shut */
  newest?: View;
};

function writerOf(current: EpochRecord | null, message: Message): Row {
  if (!current) throw new Refused('STALE_EPOCH');
  const row = rowOf(current.rows, message.sender);
  if (!row || row.role === ROLE.reads || isClosed(current)) throw new Refused('NOT_ALLOWED');
  refuseUnless(message.epoch === current.epoch && same(message.epochHash, current.m), 'STALE_EPOCH');
  return row;
}

/**
 * Valid as item `seq + 1`? Throws, in this order, `NOT_ALLOWED`, `STALE_EPOCH`, `REKEY`, `CHAIN`, `DUPLICATE`, `AKB`,
 * `SIGNATURE`. Erased messages pass as they stood.
 */
export function judgeMessage(
  stream: StreamState,
  message: Message,
  { bundles, newest }: MessageContext,
): void {
  const row = writerOf(stream.current, message);
  refuseUnless(message.class !== MESSAGE_CLASS.signal, 'FORMAT');
  if (newest) refuseUnless(!mustRekey(stream.current!, newest), 'REKEY');
  judgeChain(stream, message);
  refuseUnless(!stream.messageIds.has(hex(message.messageId)), 'DUPLICATE');
  checkSignature(bundleOf(bundles, row.kid).edPk, 'msg', message.signed, message.sig);
}

/** A signal beside the stream: from someone who may write, under the current key, not seen before. */
export function judgeSignal(
  stream: Pick<StreamState, 'conversation' | 'current'>,
  signal: Message,
  seenIds: { has(id: string): boolean },
  bundles: Bundles,
): void {
  const row = writerOf(stream.current, signal);
  const isSignalHere =
    signal.class === MESSAGE_CLASS.signal && same(signal.conversation, stream.conversation);
  refuseUnless(isSignalHere, 'FORMAT');
  refuseUnless(!seenIds.has(hex(signal.messageId)), 'DUPLICATE');
  checkSignature(bundleOf(bundles, row.kid).edPk, 'msg', signal.signed, signal.sig);
}
