// Who a record names, and what is left of that once the centre's newest staff and keys are applied.
import { type Bytes, same, zeros } from '../bytes.ts';
import { BIT, VAULT_POLICY } from '../formats/log-entry.ts';
import {
  CONVERSATION_KIND,
  type EpochRecord,
  ROLE,
  ROW_KIND,
  type Role,
  type Row,
  type RowKind,
  rowBytes,
  sortRows,
} from '../formats/record.ts';
import { hasBit, staffByAccount, type View } from './view.ts';

export const membersOf = (rows: readonly Row[]): Row[] => rows.filter((row) => row.kind === ROW_KIND.person);

export const rowOf = (rows: readonly Row[], account: Bytes): Row | undefined =>
  membersOf(rows).find((row) => same(row.id, account));

export const hasRowKind = (rows: readonly Row[], kind: RowKind): boolean =>
  rows.some((row) => row.kind === kind);

export const sameRows = (a: readonly Row[], b: readonly Row[]): boolean =>
  a.length === b.length && a.every((row, i) => same(rowBytes(row), rowBytes(b[i]!)));

const BITS_FOR: Readonly<Record<Role, number>> = {
  [ROLE.none]: 0,
  [ROLE.asks]: 0,
  [ROLE.responsible]: BIT.counsellor,
  [ROLE.counsels]: BIT.counsellor | BIT.writer,
  [ROLE.reads]: BIT.counsellor | BIT.writer | BIT.reader,
};

/** True when the centre's log lets the person hold the row's role; who asks needs no leave. */
export const mayHold = (row: Row, view: View): boolean =>
  row.role === ROLE.asks || hasBit(view, row.kid, BITS_FOR[row.role]);

/**
 * What rows must become when only the log changed: people who lost their bit out, inbox and vault on the newest keys,
 * the vault in or out as the policy says. Adds nobody and changes no role. A key the centre never had is zeros here,
 * which no record passes with.
 */
export function tidy(rows: readonly Row[], view: View): Row[] {
  const keyRow = (kind: RowKind, kid: Bytes | undefined): Row => ({
    kind,
    role: ROLE.none,
    id: view.centre,
    kid: kid ?? zeros(32),
  });
  const people = membersOf(rows).filter((row) => mayHold(row, view));
  const inbox = hasRowKind(rows, ROW_KIND.inbox) ? [keyRow(ROW_KIND.inbox, view.inbox?.kid)] : [];
  const vault = view.policy === VAULT_POLICY.off ? [] : [keyRow(ROW_KIND.vault, view.vault?.kid)];
  return sortRows([...people, ...inbox, ...vault]);
}

/** Rows by which a group is closed: all stay to read, and nobody is left who could let in, change or tidy. */
export const closing = (rows: readonly Row[]): Row[] =>
  sortRows(rows.map((row) => (row.role >= ROLE.responsible ? { ...row, role: ROLE.reads } : row)));

/** A group for good without anyone responsible: it takes no item any more, and needs no key. */
export const isClosed = ({ kind, rows }: Pick<EpochRecord, 'kind' | 'rows'>): boolean =>
  kind === CONVERSATION_KIND.group && rows.every(({ role }) => role !== ROLE.responsible);

/** The row that gives an account access now, by the newest view of the record's centre. */
export const accessOf = (record: EpochRecord, newest: View, account: Bytes): Row | undefined =>
  rowOf(tidy(record.rows, newest), account);

/** True when the conversation waits for anyone and the account is one of the centre's counsellors. */
export const isInPool = (record: EpochRecord, newest: View, account: Bytes): boolean =>
  hasRowKind(record.rows, ROW_KIND.inbox) &&
  ((staffByAccount(newest, account)?.bits ?? 0) & BIT.counsellor) !== 0;

/** True when nobody is left who could answer the person who asks, nor anyone who could accept. */
export const isOrphaned = (record: EpochRecord, newest: View): boolean => {
  const answering = tidy(record.rows, newest).some(
    ({ role }) => role === ROLE.responsible || role === ROLE.counsels,
  );
  return record.kind === CONVERSATION_KIND.oneToOne && !answering && !hasRowKind(record.rows, ROW_KIND.inbox);
};
