import { makeRecord } from '@beistand/crypto';
import {
  BIT,
  CONVERSATION_KIND,
  MAX_TEAM,
  REASON,
  ROLE,
  ROW_KIND,
  type Row,
  rowOf,
  same,
  toBase64url,
  type View,
  zeros,
} from '@beistand/wire';
import { inTurn } from '../in-turn.ts';
import { myId, type Self } from '../self.ts';
import { call, ServerRefusal } from '../server/call.ts';
import { asking, hasInbox, rekey, unlessDone, vaultRows, waitingRows } from './rekey.ts';
import type { Room } from './room.ts';
import { roomOf } from './sync.ts';

const me = (self: Self): Row => ({
  kind: ROW_KIND.person,
  role: ROLE.responsible,
  id: myId(self),
  kid: self.account.bundle.kid,
});

/** Everyone else who counsels at the centre, as far as a team's conversation has room. */
const team = (self: Self, newest: View): Row[] =>
  newest.staff
    .filter(({ bits, account }) => bits & BIT.counsellor && !same(account, myId(self)))
    .slice(0, MAX_TEAM)
    .map(({ account, kid }) => ({ kind: ROW_KIND.person, role: ROLE.counsels, id: account, kid }));

/**
 * Takes a waiting enquiry: of any number who try, one wins. `withTeam`: the centre's counsellors answer it together, also
 * those who come later. Throws the server's `TAKEN` (its `by` names the colleague)
 * or `Stop('NOT_WANTED')` when the enquiry no longer waits. Tried again after a lost answer it finds its own deed done.
 */
export function accept(self: Self, conversation: string, withTeam = false): Promise<number> {
  const room = roomOf(self, conversation);
  return inTurn(room, async () => {
    try {
      return await unlessDone(
        room,
        (current) => rowOf(current.rows, myId(self))?.role === ROLE.responsible,
        () =>
          rekey(self, room, REASON.accept, (current, newest) =>
            hasInbox(current)
              ? [...asking(current), me(self), ...(withTeam ? team(self, newest) : []), ...vaultRows(newest)]
              : null,
          ),
      );
    } catch (error) {
      // Whoever is too late may no longer look; asking to accept tells them who was first.
      if (error instanceof ServerRefusal && error.code === 'NOT_FOUND') await askWhoWasFirst(self, room);
      throw error;
    }
  });
}

/** Undoes an accept as long as nobody of the staff has written: back to the whole centre's waiting list. */
export function giveBack(self: Self, conversation: string): Promise<number> {
  const room = roomOf(self, conversation);
  return inTurn(room, () =>
    unlessDone(
      room,
      (current) => room.stream.newestDeed === REASON.return && hasInbox(current),
      () =>
        rekey(self, room, REASON.return, (current, newest) =>
          room.stream.newestDeed === REASON.accept && !room.stream.isAnswered
            ? waitingRows(current, newest)
            : null,
        ),
    ),
  );
}

/** An ACCEPT that can't hold, for it continues nothing: the server says `TAKEN`, or what else is the matter. */
async function askWhoWasFirst(self: Self, room: Room): Promise<void> {
  const { bundle } = self.account;
  const nothing = { epoch: 1, epochHash: zeros(32), prevSeq: 1, prevT: zeros(32), logIdx: 0 };
  const { record, wraps } = await makeRecord(
    self.account,
    {
      ...nothing,
      conversation: room.conversation,
      centre: zeros(16),
      logHash: zeros(32),
      kind: CONVERSATION_KIND.oneToOne,
      reason: REASON.accept,
      rows: [me(self)],
    },
    zeros(32),
    () => bundle.xwPk,
    self.world.random,
  );
  await call(self.world, 'appendRecord', {
    conversation: room.id,
    record: toBase64url(record.bytes),
    wraps: wraps.map(toBase64url),
  });
}
