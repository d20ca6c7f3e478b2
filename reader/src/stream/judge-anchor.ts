import { type Bundles, bundleOf } from '../account/bundle.ts';
import { areZeros, same } from '../bytes/compare.ts';
import type { Bytes } from '../bytes/join.ts';
import { bit } from '../centre/entry.ts';
import { has, kidOfStaff, type View } from '../centre/view.ts';
import { verify } from '../primitive/sign.ts';
import { insist, refuse } from '../refuse.ts';
import { insistOnKeys, insistOnRows, insistOnTidyPeople } from './judge-record.ts';
import { type EpochRecord, readRecord, rowKind, streamKind } from './record.ts';
import { append, rowOf, type Stream } from './stream.ts';

/** Who lets people into a group: a moderator, or a custodian who has opened the vault for one. */
function kidOfSender({ reason, rows, sender }: EpochRecord, view: View): Bytes {
  if (reason === 'CHANGE') {
    const row = rowOf(rows, sender);
    return row?.role === 2 && has(view, row.kid, bit.counsellor) ? row.kid : refuse('NOT_ALLOWED');
  }
  const kid = reason === 'VAULT_USE' ? kidOfStaff(view, sender) : null;
  const isLed = rows.some(({ role }) => role === 2);
  return kid !== null && has(view, kid, bit.custodian) && isLed ? kid : refuse('NOT_ALLOWED');
}

/** Who joins which group at which item; `transcriptBefore` is T at `seq − 1`, the server's word so far. */
export type Joining = { conversation: Bytes; account: Bytes; seq: number; transcriptBefore: Bytes };

/** The stream of somebody who joins a group, which begins at the record that adds them and with nothing before it. */
export function judgeAnchor(
  bytes: Uint8Array,
  { conversation, account, seq, transcriptBefore }: Joining,
  view: View,
  bundles: Bundles,
): Stream {
  const record = readRecord(bytes);
  const { kind, epoch, prevEpochKey, prevSeq, centre, logIndex, logHash, rows, sender } = record;
  insist(kind === streamKind.group && epoch > 0 && areZeros(prevEpochKey), 'KIND');
  insist(same(record.conversation, conversation) && prevSeq < seq, 'CHAIN');
  insistOnRows(record, bundles);
  insist(same(view.centre, centre) && view.index === logIndex && same(view.hash, logHash), 'LOG');
  const bundle = bundleOf(bundles, kidOfSender(record, view));
  insist(bundle.kind === 2 && same(bundle.account, sender), 'NOT_ALLOWED');
  insist(rowOf(rows, account) !== null, 'NOT_ALLOWED');
  verify(bundle.signId, 'epoch', record.signed, record.signature);
  insistOnTidyPeople(record, view);
  insistOnKeys(record, view);
  insist(
    rows.every((row) => row.kind !== rowKind.inbox),
    'KIND',
  );
  const start = { conversation, before: seq - 1, items: [], transcript: [transcriptBefore] };
  return append(start, { kind: 'record', record });
}
