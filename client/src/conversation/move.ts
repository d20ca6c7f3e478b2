import { fromBase64url, REASON, ROLE, rowOf, same } from '@beistand/wire';
import { checkPin, syncLog } from '../centre/log.ts';
import { inTurn } from '../in-turn.ts';
import { myId, type Self } from '../self.ts';
import { pinCentre } from '../slot/state.ts';
import { hasInbox, rekey, unlessDone, waitingRows } from './rekey.ts';
import { roomOf } from './sync.ts';

/**
 * Where to. `pin` is what stands behind `#k=` in the centre's own link, null without one; `create` the hash of its CREATE
 * by a counsellor's signed word (`suggestCentre`).
 */
export type Destination = { centre: string; pin: string | null; create?: string };

/**
 * Takes my conversation to the waiting list of another centre, or back to its own one's: until one accepts, every
 * counsellor there can read it from its first word on, and who read it before no longer can. Only ever by a tap that
 * has said so. Answers the record's seq. Throws `Stop('FALSE_CENTRE')`, the server's `CLOSED`, or `Stop('NOT_WANTED')`
 * for anyone but who asks; tried again after a lost answer it finds its own deed done.
 */
export function move(self: Self, conversation: string, to: Destination): Promise<number> {
  const room = roomOf(self, conversation);
  const centre = fromBase64url(to.centre);
  return inTurn(room, async () => {
    const log = await syncLog(self, centre);
    checkPin(log, { written: to.pin, createHash: to.create ? fromBase64url(to.create) : null });
    await pinCentre(self, centre, log.entries[0]!.hash);
    return unlessDone(
      room,
      (current) => same(current.centre, centre) && hasInbox(current),
      () =>
        rekey(
          self,
          room,
          REASON.move,
          (current, newest) => {
            const isMine = rowOf(current.rows, myId(self))?.role === ROLE.asks;
            const waitsThere = same(current.centre, centre) && hasInbox(current);
            return isMine && !waitsThere ? waitingRows(current, newest) : null;
          },
          centre,
        ),
    );
  });
}
