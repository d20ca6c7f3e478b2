// The record rules E1–E8: may these bytes be the next item? Server before storing, every client before believing.
import { type Bytes, same, zeros } from '../bytes.ts';
import { ACCOUNT_KIND, type Bundles } from '../formats/account-bundle.ts';
import { BIT } from '../formats/log-entry.ts';
import { CONVERSATION_KIND, type EpochRecord, REASON, ROLE, ROW_KIND, type Row } from '../formats/record.ts';
import { checkSignature } from '../labels.ts';
import { Refused, refuseUnless } from '../refused.ts';
import { judgeHolders, judgeKeys, judgeRows, judgeView } from './judge-rows.ts';
import { isAllowedByReason } from './reasons.ts';
import { hasRowKind, mayHold, rowOf, sameRows } from './rows.ts';
import { judgeChain, type StreamState } from './state.ts';
import { bundleOf, hasBit, staffByAccount, type View } from './view.ts';

export type RecordContext = {
  /** the log of the record's centre, folded up to the record's log_idx */
  view: View;
  bundles: Bundles;
  /** the server's: `view` is the newest one, and a record made on an older one is `STALE_LOG` */
  isViewNewest?: boolean;
};

/** E4: the record stands on the log it names, never on an older one; only a MOVE leaves the centre. */
function judgeLog(current: EpochRecord | null, record: EpochRecord, view: View): void {
  judgeView(record, view);
  if (!current) return;
  const follows = same(record.centre, current.centre)
    ? record.logIdx >= current.logIdx
    : record.reason === REASON.move;
  refuseUnless(follows, 'LOG');
  refuseUnless(record.kind === current.kind, 'KIND');
}

type Sender = { kid: Bytes; row: Row | null };

function senderOf(current: EpochRecord | null, record: EpochRecord, view: View): Sender {
  if (record.reason === REASON.accept || record.reason === REASON.vaultUse) {
    refuseUnless(current !== null && !rowOf(current.rows, record.sender), 'NOT_ALLOWED');
    const kid = staffByAccount(view, record.sender)?.kid;
    if (!kid) throw new Refused('STAFF');
    return { kid, row: null };
  }
  const from = record.reason === REASON.open ? record : current;
  const row = from && rowOf(from.rows, record.sender);
  if (!row || (record.reason === REASON.open) !== (current === null)) throw new Refused('NOT_ALLOWED');
  return { kid: row.kid, row };
}

/** E5: signed by who sends it, and staff act only with the bit the act needs. The paper never sends. */
function judgeSender(
  current: EpochRecord | null,
  record: EpochRecord,
  view: View,
  bundles: Bundles,
): Row | null {
  const { kid, row } = senderOf(current, record, view);
  const bundle = bundleOf(bundles, kid);
  checkSignature(bundle.edPk, 'epoch', record.signed, record.sig);
  if (row?.role === ROLE.asks) return row;
  const isStaff = bundle.kind === ACCOUNT_KIND.staff && same(bundle.account, record.sender);
  const mayAct =
    row && record.reason === REASON.tidy
      ? mayHold(row, view)
      : hasBit(view, kid, record.reason === REASON.vaultUse ? BIT.custodian : BIT.counsellor);
  refuseUnless(isStaff && mayAct, 'STAFF');
  return row;
}

/** E8 without the reason's line: who asks stays who asks, and only they wait in an inbox. */
function judgeKind(current: EpochRecord | null, record: EpochRecord): void {
  const asking = record.rows.filter((row) => row.role === ROLE.asks);
  if (record.kind === CONVERSATION_KIND.oneToOne) {
    const before = current?.rows.filter((row) => row.role === ROLE.asks) ?? asking;
    refuseUnless(
      asking.length === 1 && (record.reason === REASON.relink || sameRows(asking, before)),
      'SEEKER',
    );
    return;
  }
  refuseUnless(!hasRowKind(record.rows, ROW_KIND.inbox), 'KIND');
  refuseUnless(record.kind === CONVERSATION_KIND.group || asking.length === 0, 'KIND');
}

/**
 * Valid as item `seq + 1`? Throws, in this order: `STALE_EPOCH` (E2), `STALE_LOG`, `CHAIN` (E3), `ROWS`, `AKB` (E1),
 * `LOG`, `KIND` (E4), `NOT_ALLOWED` when nobody by that name may send, `SIGNATURE`, `STAFF` (E5), `STAFF` (E6),
 * `KEYS`, `VAULT`, `EK_PREV` (E7), `SEEKER`, `KIND`, `NOT_ALLOWED` (E8).
 */
export function judgeRecord(stream: StreamState, record: EpochRecord, context: RecordContext): void {
  const { current } = stream;
  const { view, bundles, isViewNewest } = context;
  const isNext =
    record.epoch === (current ? current.epoch + 1 : 0) &&
    same(record.epochHash, current ? current.m : zeros(32));
  refuseUnless(isNext, 'STALE_EPOCH');
  if (isViewNewest) refuseUnless(record.logIdx === view.idx, 'STALE_LOG');
  judgeChain(stream, record);
  judgeRows(record, bundles);
  judgeLog(current, record, view);
  const sender = judgeSender(current, record, view, bundles);
  judgeHolders(record.rows, view);
  judgeKeys(record, view);
  judgeKind(current, record);
  refuseUnless(isAllowedByReason(stream, record, view, sender), 'NOT_ALLOWED');
}
