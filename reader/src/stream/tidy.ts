import { same } from '../bytes/compare.ts';
import { zeros } from '../bytes/join.ts';
import { bit } from '../centre/entry.ts';
import { type CentreKey, has, type View } from '../centre/view.ts';
import { areSameRows, type EpochRecord, inOrder, type Row, rowKind, streamKind } from './record.ts';

/** Whether the person of this row still has what their role needs. */
export function isKept(row: Row, view: View): boolean {
  switch (row.role) {
    case 2:
      return has(view, row.kid, bit.counsellor);
    case 3:
      return has(view, row.kid, bit.counsellor, bit.writer);
    case 4:
      return has(view, row.kid, bit.counsellor, bit.writer, bit.reader);
    default:
      return true;
  }
}

/** A key the centre never had: zeros, which no record passes with. */
const keyId = (key: CentreKey) => key.kid ?? zeros(32);

/** The rows as the view wants them: nobody added, no role changed. */
export function tidy(rows: readonly Row[], view: View): Row[] {
  const people = rows.filter(({ kind }) => kind === rowKind.person).filter((row) => isKept(row, view));
  const inbox = rows.filter(({ kind }) => kind === rowKind.inbox);
  const keys: Row[] = [
    ...inbox.map((row) => ({ ...row, id: view.centre, kid: keyId(view.inbox) })),
    ...(view.policy !== 0
      ? [{ kind: rowKind.vault, role: 0 as const, id: view.centre, kid: keyId(view.vault) }]
      : []),
  ];
  return inOrder([...people, ...keys]);
}

/** Whoever was responsible or counselled reads from now on, like those who read; who asks stays as they are. */
export const closing = (rows: readonly Row[]): Row[] =>
  inOrder(rows.map((row) => (row.role === 2 || row.role === 3 ? { ...row, role: 4 as const } : row)));

/** A group that nobody is responsible for: nothing follows its record. */
export const isClosed = ({ kind, rows }: Pick<EpochRecord, 'kind' | 'rows'>): boolean =>
  kind === streamKind.group && !rows.some(({ role }) => role === 2);

const peopleOf = (rows: readonly Row[]) => rows.filter(({ kind }) => kind === rowKind.person);

/** The gate: while it holds, nobody writes before somebody has tidied. */
export function mustRekey(current: EpochRecord, newest: View): boolean {
  if (isClosed(current)) return false;
  const wanted = tidy(current.rows, newest);
  const isTidy =
    current.kind === streamKind.group
      ? areSameRows(peopleOf(current.rows), peopleOf(wanted))
      : areSameRows(current.rows, wanted);
  return !isTidy || !peopleOf(current.rows).some(({ id }) => same(id, current.sender));
}
