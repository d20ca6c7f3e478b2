import { type Bundles, bundleOf } from '../account/bundle.ts';
import { areZeros, same } from '../bytes/compare.ts';
import { bit } from '../centre/entry.ts';
import { has, type View } from '../centre/view.ts';
import { verify } from '../primitive/sign.ts';
import { insist, refuse } from '../refuse.ts';
import { type EpochRecord, readRecord, streamKind } from './record.ts';
import { rowOf } from './stream.ts';

/** What somebody who joins a group believes of the record at `seq` that adds them, and of nothing before it. */
export function judgeAnchor(bytes: Uint8Array, seq: number, view: View, bundles: Bundles): EpochRecord {
  const record = readRecord(bytes);
  const { kind, epoch, prevEpochKey, prevSeq, centre, logIndex, logHash, rows, sender } = record;
  insist(kind === streamKind.group && epoch > 0 && areZeros(prevEpochKey), 'KIND');
  insist(prevSeq < seq, 'CHAIN');
  insist(same(view.centre, centre) && view.index === logIndex && same(view.hash, logHash), 'LOG');
  const row = rowOf(rows, sender);
  if (row?.role !== 2 || !has(view, row.kid, bit.counsellor)) return refuse('NOT_ALLOWED');
  verify(bundleOf(bundles, row.kid).signId, 'epoch', record.signed, record.signature);
  return record;
}
