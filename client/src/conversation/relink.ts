import { REASON, ROLE, rowOf, same, tidy } from '@beistand/wire';
import { inTurn } from '../in-turn.ts';
import { myId, type Self } from '../self.ts';
import { Stop } from '../stop.ts';
import { asking, rekey, unlessDone } from './rekey.ts';
import { roomOf, sync } from './sync.ts';

/**
 * Passes a conversation to another account of who asks: the one that has written to me in `fresh`, after I have asked
 * what only both of us know. Both sides see it. The account before loses it and learns only that and when; its keys and
 * what it has read stay what they were. `Stop('NOT_WANTED')` unless I am responsible here and named there, at the
 * same centre.
 */
export async function relink(self: Self, conversation: string, fresh: string): Promise<number> {
  const other = roomOf(self, fresh);
  const { row, centre } = await inTurn(other, async () => {
    await sync(self, other);
    const { rows } = other.stream.current!;
    // Waiting for a whole centre, it may be anybody's who could guess the answer.
    if (!rowOf(rows, myId(self))) throw new Stop('NOT_WANTED');
    return { row: asking(other.stream.current!)[0], centre: other.stream.current!.centre };
  });
  const room = roomOf(self, conversation);
  if (!row || room === other) throw new Stop('NOT_WANTED');
  return inTurn(room, () =>
    unlessDone(
      room,
      ({ rows }) => rowOf(rows, row.id)?.role === ROLE.asks,
      () =>
        rekey(self, room, REASON.relink, (current, newest) => {
          const isMine = rowOf(current.rows, myId(self))?.role === ROLE.responsible;
          // Their client takes no conversation in a centre they never went to.
          if (!isMine || rowOf(current.rows, row.id) || !same(current.centre, centre)) return null;
          return [...tidy(current.rows, newest).filter(({ role }) => role !== ROLE.asks), row];
        }),
    ),
  );
}
