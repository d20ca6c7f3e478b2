import {
  BIT,
  type Bytes,
  CONVERSATION_KIND,
  fromBase64url,
  hasBit,
  mayHold,
  REASON,
  ROLE,
  ROW_KIND,
  type Role,
  type Row,
  rowOf,
  same,
  staffByAccount,
  tidy,
  toBase64url,
  type View,
} from '@beistand/wire';
import { inTurn } from '../in-turn.ts';
import { myId, type Self } from '../self.ts';
import { followParent, letInFirst } from '../thread/follow.ts';
import { type Covers, hasInbox, rekey, unlessDone } from './rekey.ts';
import { roomOf } from './sync.ts';

/** What a colleague may become: who counsels writes, who reads supervises. */
export type AddedRole = typeof ROLE.counsels | typeof ROLE.reads;
/** Who stands in, and when, ms: nothing is theirs to read before `from` and from `until` on. */
export type PlannedCover = { account: string; from: number; until: number };

export const without = (rows: readonly Row[], ...accounts: Bytes[]): Row[] =>
  rows.filter((row) => !(row.kind === ROW_KIND.person && accounts.some((account) => same(row.id, account))));

/** A colleague's row, if the centre's log lets them hold it. */
export function staffRow(newest: View, account: Bytes, role: Role): Row | null {
  const kid = staffByAccount(newest, account)?.kid;
  const row = kid && { kind: ROW_KIND.person, role, id: account, kid };
  return row && mayHold(row, newest) ? row : null;
}

/** Rows as they would be tidied, with mine among them, while I may change them at all. */
export type Changing = (rows: Row[], mine: Row, newest: View) => Row[] | null;

/** Mine to make: a counsellor's, who is responsible or counsels here, in what waits for nobody else. */
export function changed(self: Self, changing: Changing): Parameters<typeof rekey>[3] {
  return (current, newest) => {
    const rows = tidy(current.rows, newest);
    const mine = rowOf(rows, myId(self));
    const counsels = mine?.role === ROLE.responsible || mine?.role === ROLE.counsels;
    if (!counsels || !hasBit(newest, mine.kid, BIT.counsellor) || hasInbox(current)) return null;
    const next = changing(rows, mine, newest);
    return next?.some(({ role }) => role === ROLE.responsible) ? next : null;
  };
}

/** One CHANGE, and none when it is done already. Answers the seq of the record in force. */
export function change(
  self: Self,
  conversation: string,
  isDone: (rows: readonly Row[]) => boolean,
  changing: Changing,
  covers?: Covers,
): Promise<number> {
  const room = roomOf(self, conversation);
  return inTurn(room, async () => {
    const rowsOf = changed(self, changing);
    await letInFirst(self, room, rowsOf);
    const seq = await unlessDone(
      room,
      ({ rows }) => isDone(rows),
      () => rekey(self, room, REASON.change, rowsOf, undefined, covers),
    );
    await followParent(self, room);
    return seq;
  });
}

/**
 * Lets a colleague in, or gives one who isn't responsible the other part. They read from the first word on.
 * `Stop('NOT_WANTED')` for whoever the centre's log doesn't let, and where I may not; so with all of these.
 */
export function addMember(
  self: Self,
  conversation: string,
  account: string,
  role: AddedRole,
): Promise<number> {
  const id = fromBase64url(account);
  return change(
    self,
    conversation,
    (rows) => rowOf(rows, id)?.role === role,
    (rows, _mine, newest) => {
      const row = staffRow(newest, id, role);
      const before = rowOf(rows, id)?.role;
      return row && before !== role && before !== ROLE.responsible ? [...without(rows, id), row] : null;
    },
  );
}

/** Takes a colleague out, in a group whoever takes part, or me: with the record their right ends, and their sockets close. Never the last responsible. */
export function removeMember(self: Self, conversation: string, account: string): Promise<number> {
  const id = fromBase64url(account);
  const room = roomOf(self, conversation);
  return change(
    self,
    conversation,
    (rows) => !rowOf(rows, id),
    (rows) => {
      const role = rowOf(rows, id)?.role;
      // Who asks is never taken out of their own conversation.
      const mayGo = role !== ROLE.asks || room.stream.current!.kind === CONVERSATION_KIND.group;
      return role && mayGo ? without(rows, id) : null;
    },
  );
}

/** From me to a colleague, for good. I go, or stay as one who counsels. */
export function handOver(self: Self, conversation: string, to: string, stays: boolean): Promise<number> {
  const id = fromBase64url(to);
  return change(
    self,
    conversation,
    (rows) =>
      rowOf(rows, id)?.role === ROLE.responsible && rowOf(rows, myId(self))?.role !== ROLE.responsible,
    (rows, mine, newest) => {
      const row = staffRow(newest, id, ROLE.responsible);
      if (!row || mine.role !== ROLE.responsible || same(id, mine.id)) return null;
      const rest = without(rows, mine.id, id);
      return stays ? [...rest, row, { ...mine, role: ROLE.counsels }] : [...rest, row];
    },
  );
}

/** By a colleague who counsels here, when who is responsible can't: nobody has to be asked, and everyone sees it. */
export function takeOver(self: Self, conversation: string, formerStays: boolean): Promise<number> {
  const isResponsible = ({ role }: Row) => role === ROLE.responsible;
  return change(
    self,
    conversation,
    (rows) => rows.filter(isResponsible).every(({ id }) => same(id, myId(self))),
    (rows, mine) => {
      if (mine.role !== ROLE.counsels) return null;
      const before = rows.filter(isResponsible);
      const stay = formerStays ? before.map((row) => ({ ...row, role: ROLE.counsels })) : [];
      const others = without(rows, mine.id, ...before.map(({ id }) => id));
      return [...others, ...stay, { ...mine, role: ROLE.responsible }];
    },
  );
}

/**
 * A colleague who counsels here between two dates, which everyone in the conversation sees from now on. The server
 * refuses them outside these at once; the next visit of a colleague takes them out. Planned anew, the dates are others.
 */
export function planCover(self: Self, conversation: string, cover: PlannedCover): Promise<number> {
  const id = fromBase64url(cover.account);
  const room = roomOf(self, conversation);
  const isPlanned = () =>
    room.covers.some(
      ({ account, from, until }) =>
        account === toBase64url(id) && from === cover.from && until === cover.until,
    );
  return change(
    self,
    conversation,
    isPlanned,
    (rows, mine, newest) => {
      const row = staffRow(newest, id, ROLE.counsels);
      const isOther = !same(id, mine.id) && rowOf(rows, id)?.role !== ROLE.responsible;
      return row && isOther && !isPlanned() ? [...without(rows, id), row] : null;
    },
    [cover],
  );
}
