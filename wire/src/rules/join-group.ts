// A group's newcomer begins at the record that lets them in: what came before is not theirs to read or to judge.
import { type Bytes, isZero, same } from '../bytes.ts';
import type { Bundles } from '../formats/account-bundle.ts';
import { nextTranscript } from '../formats/item-head.ts';
import { BIT } from '../formats/log-entry.ts';
import { CONVERSATION_KIND, type EpochRecord, ROLE } from '../formats/record.ts';
import { checkSignature } from '../labels.ts';
import { refuseUnless } from '../refused.ts';
import { rowOf } from './rows.ts';
import { advance } from './state.ts';
import { newStream, type Stream } from './stream.ts';
import { bundleOf, hasBit, type View } from './view.ts';

/**
 * `transcriptBefore` (`T` at `seq − 1`) is the server's word until the next honest item covers it. `view` as for
 * `judgeRecord`. Throws `KIND`, `CHAIN`, `LOG`, `NOT_ALLOWED`, `AKB`, `SIGNATURE`.
 */
export async function joinGroup(
  record: EpochRecord,
  seq: number,
  transcriptBefore: Bytes,
  { view, bundles }: { view: View; bundles: Bundles },
): Promise<Stream> {
  const isLater = record.kind === CONVERSATION_KIND.group && record.epoch > 0 && isZero(record.ekPrev);
  refuseUnless(isLater, 'KIND');
  refuseUnless(record.prevSeq < seq, 'CHAIN');
  const isOnView =
    same(view.centre, record.centre) && view.idx === record.logIdx && same(view.hash, record.logHash);
  refuseUnless(isOnView, 'LOG');
  const by = rowOf(record.rows, record.sender);
  refuseUnless(by?.role === ROLE.responsible && hasBit(view, by.kid, BIT.counsellor), 'NOT_ALLOWED');
  checkSignature(bundleOf(bundles, by.kid).edPk, 'epoch', record.signed, record.sig);
  const stream = newStream(record.conversation);
  const transcript = await nextTranscript(transcriptBefore, record.m);
  Object.assign(stream, advance({ ...stream, seq: seq - 1 }, record));
  stream.transcripts = new Map([[seq, transcript]]);
  return stream;
}
