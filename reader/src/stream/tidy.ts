import { same } from '../bytes/compare.ts';
import { bit } from '../centre/entry.ts';
import { has, type View } from '../centre/view.ts';
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

/** The rows as the view wants them: nobody added, no role changed. */
export function tidy(rows: readonly Row[], view: View): Row[] {
  const people = rows.filter(({ kind }) => kind === rowKind.person).filter((row) => isKept(row, view));
  const inbox = rows.filter(({ kind }) => kind === rowKind.inbox);
  const keys: Row[] = [
    ...inbox.map((row) => ({ ...row, id: view.centre, kid: view.inbox.kid ?? row.kid })),
    ...(view.policy !== 0 && view.vault.kid !== null
      ? [{ kind: rowKind.vault, role: 0 as const, id: view.centre, kid: view.vault.kid }]
      : []),
  ];
  return inOrder([...people, ...keys]);
}

const peopleOf = (rows: readonly Row[]) => rows.filter(({ kind }) => kind === rowKind.person);

/** The gate: while it holds, nobody writes before somebody has tidied. */
export function mustRekey(current: EpochRecord, newest: View): boolean {
  const wanted = tidy(current.rows, newest);
  const isTidy =
    current.kind === streamKind.group
      ? areSameRows(peopleOf(current.rows), peopleOf(wanted))
      : areSameRows(current.rows, wanted);
  return !isTidy || !peopleOf(current.rows).some(({ id }) => same(id, current.sender));
}
