import { fingerprintOf, fromBase64url } from '@beistand/wire';
import { syncLog } from '../centre/log.ts';
import { shutRoom } from '../conversation/room.ts';
import { roomOf, sync } from '../conversation/sync.ts';
import { inTurn } from '../in-turn.ts';
import type { Self } from '../self.ts';
import { call, orCode } from '../server/call.ts';
import { changeState, pinCentre, pinOf } from '../slot/state.ts';
import { Stop } from '../stop.ts';

/** Where a group's code leads: names are the server's word. */
export type Door = {
  centre: string;
  centreName: string;
  state: 'outside' | 'asking' | 'inside';
  conversation: string | null;
};

/**
 * A moderator opens the way in: `/g/<code>#k=<centre>`, whose fragment, which no server sees, names the centre's CREATE by
 * its first 130 bits. Open already, it is the same.
 */
export async function openDoor(self: Self, conversation: string): Promise<{ path: string; code: string }> {
  const room = roomOf(self, conversation);
  const centre = await inTurn(room, async () => {
    await sync(self, room);
    return room.stream.current!.centre;
  });
  const { code } = await call(self.world, 'openDoor', { conversation });
  const log = await syncLog(self, centre);
  return { path: `/g/${code}#k=${fingerprintOf(log.entries[0]!.hash)}`, code };
}

/** Nobody asks there any more, and who has asked has not. */
export const closeDoor = async (self: Self, conversation: string): Promise<void> =>
  void (await call(self.world, 'closeDoor', { conversation }));

/** Before one asks: whose group it is, and how I stand there. Throws the server's `NOT_FOUND` for a door that is shut. */
export const readDoor = (self: Self, code: string): Promise<Door> => call(self.world, 'readDoor', { code });

/**
 * Asks to be let in, to be known there by this name. `pin` is the fragment's: another centre than it names is
 * `Stop('FALSE_CENTRE')`, and nothing is asked. What was said before I am let in stays unread to me.
 */
export async function askToJoin(
  self: Self,
  code: string,
  { name, pin }: { name: string; pin: string | null },
): Promise<string> {
  const door = await readDoor(self, code);
  const centre = fromBase64url(door.centre);
  const log = await syncLog(self, centre);
  const createHash = log.entries[0]!.hash;
  if (pin !== null && fingerprintOf(createHash) !== pin) throw new Stop('FALSE_CENTRE');
  if (!pinOf(self.state, centre)) await pinCentre(self, centre, createHash);
  const { conversation } = await call(self.world, 'askToJoin', { code });
  await nameMyself(self, conversation, name);
  return conversation;
}

/** By which name I am known in a group from my next words on. */
export const nameMyself = (self: Self, conversation: string, name: string): Promise<void> =>
  changeState(self, (body) =>
    body.names?.[conversation] === name ? null : { ...body, names: { ...body.names, [conversation]: name } },
  );

/**
 * Out of a group, or of asking to be let in, at once and by nobody's leave: nothing of it is served to me any more, and a
 * moderator's client makes the others a key I don't know. The last moderator stays: `NOT_ALLOWED`.
 */
export async function leaveGroup(self: Self, conversation: string): Promise<void> {
  const room = roomOf(self, conversation);
  await inTurn(room, async () => {
    await orCode(['NOT_FOUND'], call(self.world, 'leaveGroup', { conversation }));
    room.out = 'left';
    shutRoom(room);
  });
  await changeState(self, (body) => {
    const { [conversation]: gone, ...names } = body.names ?? {};
    return gone === undefined ? null : { ...body, names };
  });
}
