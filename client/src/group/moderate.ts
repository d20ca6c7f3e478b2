import {
  ACCOUNT_KIND,
  BIT,
  type Bytes,
  CONVERSATION_KIND,
  fromBase64url,
  hasBit,
  hex,
  MAX_IN_GROUP,
  membersOf,
  mustRekey,
  REASON,
  ROLE,
  ROW_KIND,
  type Row,
  rowOf,
  same,
  tidy,
} from '@beistand/wire';
import { newestView } from '../centre/log.ts';
import { passGate, type RowsOf, rekey } from '../conversation/rekey.ts';
import type { Room } from '../conversation/room.ts';
import { myId, type Self } from '../self.ts';
import { call } from '../server/call.ts';

const without = (rows: readonly Row[], accounts: readonly Bytes[]): Row[] =>
  rows.filter(({ kind, id }) => kind !== ROW_KIND.person || !accounts.some((account) => same(account, id)));

/** Mine to make as a group's moderator who counsels; null for everyone else, and where nothing is to be done. */
export const moderating =
  (self: Self, changing: (rows: Row[]) => Row[] | null): RowsOf =>
  (current, newest) => {
    const rows = tidy(current.rows, newest);
    const mine = rowOf(rows, myId(self));
    const moderates =
      current.kind === CONVERSATION_KIND.group &&
      mine?.role === ROLE.responsible &&
      hasBit(newest, mine.kid, BIT.counsellor);
    return moderates ? changing(rows) : null;
  };

/** Rows with these people in: as many as may be, whoever asked first. */
export function withJoiners(rows: readonly Row[], joiners: readonly Row[]): Row[] {
  const others = without(
    rows,
    joiners.map(({ id }) => id),
  );
  return [...others, ...joiners.slice(0, MAX_IN_GROUP - membersOf(others).length)];
}

/**
 * What a moderator's client does at each look: the key the others wait for, and a record without those who have left. That
 * they have is the server's word, which could so far take somebody out too early, and no more.
 */
export async function moderate(self: Self, room: Room): Promise<void> {
  const current = room.stream.current!;
  const newest = newestView(self.logs.get(hex(current.centre))!);
  if (!moderating(self, (rows) => rows)(current, newest)) return;
  const { asking, left } = await call(self.world, 'listJoiners', { conversation: room.id });
  const gone = left.filter((one) => !asking.some(({ account }) => account === one)).map(fromBase64url);
  const rowsOf = moderating(self, (rows) =>
    gone.some((account) => rowOf(rows, account)) ? without(rows, gone) : null,
  );
  if (rowsOf(current, newest)) await rekey(self, room, REASON.change, rowsOf);
  else if (mustRekey(current, newest)) await passGate(self, room);
}

/** A joiner's row, whose key must be a seeker's and of that account. */
export const joinerRow = (id: Bytes, kid: Bytes): Row => ({
  kind: ROW_KIND.person,
  role: ROLE.asks,
  id,
  kid,
});

export const isSeekers = ({ account, kind }: { account: Bytes; kind: number }, id: Bytes): boolean =>
  kind === ACCOUNT_KIND.seeker && same(account, id);
