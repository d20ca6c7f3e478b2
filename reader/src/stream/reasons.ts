import { same } from '../bytes/compare.ts';
import type { View } from '../centre/view.ts';
import {
  areSameRows,
  type EpochRecord,
  type Reason,
  type Role,
  type Row,
  rowKind,
  streamKind,
} from './record.ts';
import { rowOf, type Stream } from './stream.ts';
import { closing, isClosed, tidy } from './tidy.ts';

/** A record, what it stands on, and the role its sender has there; null is no member. */
export type Case = {
  record: EpochRecord;
  current: EpochRecord | null;
  view: View;
  stream: Stream;
  role: Role | null;
};

const mostOfATeam = 24;
const withRole = (rows: readonly Row[], role: Role) => rows.filter((row) => row.role === role);
const hasInbox = (rows: readonly Row[]) => rows.some(({ kind }) => kind === rowKind.inbox);
const hasVault = (rows: readonly Row[]) => rows.some(({ kind }) => kind === rowKind.vault);
const peopleIn = (rows: readonly Row[]) => rows.filter(({ kind }) => kind === rowKind.person);

/** The seeker and the inbox, nobody else; the vault has been judged. */
const isWaiting = (rows: readonly Row[]) =>
  hasInbox(rows) && peopleIn(rows).length === 1 && withRole(rows, 1).length === 1;

function mayOpen({ record: { kind, rows }, role }: Case): boolean {
  if (kind !== streamKind.oneToOne) return role === 2;
  const toOne = peopleIn(rows).length === 2 && withRole(rows, 2).length === 1 && !hasInbox(rows);
  return role === 1 && (isWaiting(rows) || toOne);
}

function mayAccept({ record: { kind, rows, sender }, current }: Case): boolean {
  const [responsible, ...more] = withRole(rows, 2);
  return (
    kind === streamKind.oneToOne &&
    hasInbox(current?.rows ?? []) &&
    !hasInbox(rows) &&
    responsible !== undefined &&
    same(responsible.id, sender) &&
    more.length === 0 &&
    withRole(rows, 3).length <= mostOfATeam &&
    withRole(rows, 4).length === 0
  );
}

const isClosing = ({ record: { kind, rows }, current, view }: Case) =>
  kind === streamKind.group && areSameRows(rows, closing(tidy(current?.rows ?? [], view)));

const mayChange = (one: Case) =>
  !hasInbox(one.current?.rows ?? []) &&
  (one.role === 2 || (one.role === 3 && one.record.kind !== streamKind.group)) &&
  (withRole(one.record.rows, 2).length >= 1 || isClosing(one)) &&
  !hasInbox(one.record.rows);

function mayTidy({ record: { kind, rows }, current, view, role }: Case): boolean {
  const isTheirs = kind === streamKind.group ? role === 2 : role === 1 || role === 2 || role === 3;
  return isTheirs && areSameRows(rows, tidy(current?.rows ?? [], view));
}

const mayMove = ({ record: { kind, rows }, role }: Case) =>
  kind === streamKind.oneToOne && role === 1 && isWaiting(rows);

function mayReturn({ record: { kind, rows }, stream: { items }, role }: Case): boolean {
  const accepted = items.findLastIndex((item) => item.kind === 'record' && item.record.reason !== 'TIDY');
  const newest = items[accepted];
  const isAnswered = items
    .slice(accepted + 1)
    .some((item) => item.kind === 'message' && item.message.class === 1 && item.authorRole !== 1);
  return (
    kind === streamKind.oneToOne &&
    role === 2 &&
    newest?.kind === 'record' &&
    newest.record.reason === 'ACCEPT' &&
    !isAnswered &&
    isWaiting(rows)
  );
}

function mayRelink({ record: { kind, rows }, current, view, role }: Case): boolean {
  const before = current?.rows ?? [];
  const others = (all: readonly Row[]) => all.filter((row) => row.role !== 1);
  return (
    kind === streamKind.oneToOne &&
    role === 2 &&
    withRole(rows, 1).every(({ id }) => rowOf(before, id) === null) &&
    areSameRows(others(rows), others(tidy(before, view)))
  );
}

const mayUseVault = ({ record: { rows }, current }: Case) =>
  hasVault(current?.rows ?? []) && withRole(rows, 2).length >= 1 && !hasInbox(rows);

/** The line of the reason. */
const mayStandAs: Readonly<Record<Reason, (one: Case) => boolean>> = {
  OPEN: mayOpen,
  ACCEPT: mayAccept,
  CHANGE: mayChange,
  TIDY: mayTidy,
  MOVE: mayMove,
  RETURN: mayReturn,
  RELINK: mayRelink,
  VAULT_USE: mayUseVault,
};

/** E8's last: nothing stands on a closed group, and on all else what its reason allows. */
export const mayStand = (one: Case): boolean =>
  (one.current === null || !isClosed(one.current)) && mayStandAs[one.record.reason](one);
