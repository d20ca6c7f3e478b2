// The reason table: which change of membership is whose to make, and what the rows must then be.
import { same } from '../bytes.ts';
import { CONVERSATION_KIND, type EpochRecord, REASON, ROLE, ROW_KIND, type Row } from '../formats/record.ts';
import { closing, hasRowKind, isClosed, rowOf, sameRows, tidy } from './rows.ts';
import type { StreamState } from './state.ts';
import type { View } from './view.ts';

/** Beside the person responsible, in a conversation a whole team answers. */
export const MAX_TEAM = 24;

const withRole = (rows: readonly Row[], role: number): Row[] => rows.filter((row) => row.role === role);
const withoutAsking = (rows: readonly Row[]): Row[] => rows.filter((row) => row.role !== ROLE.asks);
const hasInbox = (rows: readonly Row[]): boolean => hasRowKind(rows, ROW_KIND.inbox);
const hasResponsible = (rows: readonly Row[]): boolean => withRole(rows, ROLE.responsible).length > 0;

/** Besides who asks and the vault (both judged before) exactly one row. */
const isPair = (rows: readonly Row[]): boolean =>
  rows.filter((row) => row.kind !== ROW_KIND.vault && row.role !== ROLE.asks).length === 1;
const isWaiting = (rows: readonly Row[]): boolean => isPair(rows) && hasInbox(rows);

function isAcceptance(record: EpochRecord): boolean {
  const responsible = withRole(record.rows, ROLE.responsible);
  const isAlone = responsible.length === 1 && same(responsible[0]!.id, record.sender);
  const team = withRole(record.rows, ROLE.counsels).length;
  return isAlone && team <= MAX_TEAM && withRole(record.rows, ROLE.reads).length === 0;
}

function isRelink(before: readonly Row[], record: EpochRecord, view: View): boolean {
  const [asking] = withRole(record.rows, ROLE.asks);
  const isAnother = asking !== undefined && !rowOf(before, asking.id);
  return isAnother && sameRows(withoutAsking(record.rows), withoutAsking(tidy(before, view)));
}

/**
 * E8's last line. `sender` is their row in the current record (OPEN: in the record), null for ACCEPT and VAULT_USE,
 * whose senders are no members; signature, staff bits and keys were judged before.
 */
export function isAllowedByReason(
  stream: StreamState,
  record: EpochRecord,
  view: View,
  sender: Row | null,
): boolean {
  const { rows, kind } = record;
  const before = stream.current?.rows ?? [];
  const role = sender?.role ?? ROLE.none;
  const isOneToOne = kind === CONVERSATION_KIND.oneToOne;
  const isGroup = kind === CONVERSATION_KIND.group;
  if (stream.current && isClosed(stream.current)) return false;
  switch (record.reason) {
    case REASON.open: {
      if (!isOneToOne) return role === ROLE.responsible;
      return role === ROLE.asks && isPair(rows) && (hasInbox(rows) || hasResponsible(rows));
    }
    case REASON.accept:
      return isOneToOne && hasInbox(before) && !hasInbox(rows) && isAcceptance(record);
    case REASON.change: {
      const maySend = role === ROLE.responsible || (role === ROLE.counsels && !isGroup);
      const isClosing = isGroup && sameRows(rows, closing(tidy(before, view)));
      return maySend && (hasResponsible(rows) || isClosing) && !hasInbox(rows) && !hasInbox(before);
    }
    case REASON.tidy: {
      const maySend = isGroup ? role === ROLE.responsible : role !== ROLE.reads;
      return maySend && sameRows(rows, tidy(before, view));
    }
    case REASON.move:
      return isOneToOne && role === ROLE.asks && isWaiting(rows);
    case REASON.return: {
      const isFresh = stream.newestDeed === REASON.accept && !stream.isAnswered;
      return isOneToOne && role === ROLE.responsible && isWaiting(rows) && isFresh;
    }
    case REASON.relink:
      return isOneToOne && role === ROLE.responsible && isRelink(before, record, view);
    case REASON.vaultUse:
      return hasRowKind(before, ROW_KIND.vault) && hasResponsible(rows) && !hasInbox(rows);
  }
}
