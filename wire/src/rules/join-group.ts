// A group's newcomer begins at the record that lets them in: what came before is not theirs to read or to judge.
import { type Bytes, isZero, same } from '../bytes.ts';
import { ACCOUNT_KIND, type AccountBundle, type Bundles } from '../formats/account-bundle.ts';
import { nextTranscript } from '../formats/item-head.ts';
import { BIT } from '../formats/log-entry.ts';
import { CONVERSATION_KIND, type EpochRecord, REASON, ROLE, ROW_KIND } from '../formats/record.ts';
import { checkSignature } from '../labels.ts';
import { refuseUnless } from '../refused.ts';
import { judgeHolders, judgeKeys, judgeRows, judgeView } from './judge-rows.ts';
import { hasRowKind, rowOf } from './rows.ts';
import { advance } from './state.ts';
import { newStream, type Stream } from './stream.ts';
import { bundleOf, hasBit, staffByAccount, type View } from './view.ts';

/** Who joins which conversation at which item; `transcriptBefore` is `T` at `seq − 1`. */
export type Joining = { conversation: Bytes; account: Bytes; seq: number; transcriptBefore: Bytes };

/** By a moderator of its own rows, or by a custodian who has opened the vault: the two ways to let somebody in. */
function senderOf(record: EpochRecord, view: View, bundles: Bundles): AccountBundle | null {
  const { reason, rows, sender } = record;
  if (reason !== REASON.change && reason !== REASON.vaultUse) return null;
  const isChange = reason === REASON.change;
  const kid = isChange ? rowOf(rows, sender)?.kid : staffByAccount(view, sender)?.kid;
  if (!kid || !hasBit(view, kid, isChange ? BIT.counsellor : BIT.custodian)) return null;
  const bundle = bundleOf(bundles, kid);
  const isStaff = bundle.kind === ACCOUNT_KIND.staff && same(bundle.account, sender);
  const moderators = rows.filter(({ role }) => role === ROLE.responsible);
  const isLed = isChange ? moderators.some(({ id }) => same(id, sender)) : moderators.length > 0;
  return isStaff && isLed ? bundle : null;
}

/**
 * What a record says of itself is judged as by `judgeRecord`; that it stands where it stands, `transcriptBefore` included,
 * is the server's word until the next honest item covers it. `view` as for `judgeRecord`. Throws, in this order, `KIND`,
 * `CHAIN`, `ROWS`, `AKB`, `LOG`, `AKB`, `NOT_ALLOWED`, `SIGNATURE`, `STAFF`, `KEYS`, `VAULT`, `KIND`.
 */
export async function joinGroup(
  record: EpochRecord,
  { conversation, account, seq, transcriptBefore }: Joining,
  { view, bundles }: { view: View; bundles: Bundles },
): Promise<Stream> {
  const isLater = record.kind === CONVERSATION_KIND.group && record.epoch > 0 && isZero(record.ekPrev);
  refuseUnless(isLater, 'KIND');
  refuseUnless(same(record.conversation, conversation) && record.prevSeq < seq, 'CHAIN');
  judgeRows(record, bundles);
  judgeView(record, view);
  const sender = senderOf(record, view, bundles);
  refuseUnless(sender !== null && rowOf(record.rows, account) !== undefined, 'NOT_ALLOWED');
  checkSignature(sender.edPk, 'epoch', record.signed, record.sig);
  judgeHolders(record.rows, view);
  judgeKeys(record, view);
  refuseUnless(!hasRowKind(record.rows, ROW_KIND.inbox), 'KIND');
  const stream = newStream(conversation);
  const transcript = await nextTranscript(transcriptBefore, record.m);
  Object.assign(stream, advance({ ...stream, seq: seq - 1 }, record));
  stream.transcripts = new Map([[seq, transcript]]);
  return stream;
}
