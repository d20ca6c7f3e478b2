import { REASON, ROLE, ROW_KIND, type Row } from '@beistand/wire';
import { myId, type Self } from '../self.ts';
import { asking, hasInbox, keyRow, rekey, vaultRows } from './rekey.ts';
import { inTurn } from './room.ts';
import { roomOf } from './sync.ts';

const me = (self: Self): Row => ({
  kind: ROW_KIND.person,
  role: ROLE.responsible,
  id: myId(self),
  kid: self.account.bundle.kid,
});

/**
 * Takes a waiting enquiry: of any number who try, one wins. Throws the server's `TAKEN` (its `by` names the colleague)
 * or `Stop('NOT_WANTED')` when the enquiry no longer waits.
 */
export function accept(self: Self, conversation: string): Promise<number> {
  const room = roomOf(self, conversation);
  return inTurn(room, () =>
    rekey(self, room, REASON.accept, (current, newest) =>
      hasInbox(current) ? [...asking(current), me(self), ...vaultRows(newest)] : null,
    ),
  );
}

/** Undoes an accept as long as nobody of the staff has written: back to the whole centre's waiting list. */
export function giveBack(self: Self, conversation: string): Promise<number> {
  const room = roomOf(self, conversation);
  return inTurn(room, () =>
    rekey(self, room, REASON.return, (current, newest) =>
      room.stream.newestDeed === REASON.accept && !room.stream.isAnswered
        ? [...asking(current), keyRow(ROW_KIND.inbox, newest), ...vaultRows(newest)]
        : null,
    ),
  );
}
