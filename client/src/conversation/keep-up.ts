// What a member's client does for the others when its person looks at a conversation, without being asked.
import { wrapEpochKey } from '@beistand/crypto';
import {
  BIT,
  type Bytes,
  CONVERSATION_KIND,
  type EpochRecord,
  fromBase64url,
  hex,
  MAX_TEAM,
  REASON,
  ROLE,
  ROW_KIND,
  type Row,
  rowOf,
  same,
  sameRows,
  sortRows,
  tidy,
  toBase64url,
  type View,
} from '@beistand/wire';
import { bundleFor } from '../centre/bundles.ts';
import { newestView } from '../centre/log.ts';
import { moderate } from '../group/moderate.ts';
import { myId, type Self } from '../self.ts';
import { call, orCode, ServerRefusal, Unreachable } from '../server/call.ts';
import { Stop } from '../stop.ts';
import { followParent } from '../thread/follow.ts';
import { changed } from './change.ts';
import { epochKeyOf, keyedRow } from './epoch-key.ts';
import { rekey } from './rekey.ts';
import type { Room } from './room.ts';
import { noteAnswer } from './sync.ts';

/** The key of an epoch, null where nothing opens it. */
async function keyOrNull(self: Self, room: Room, epoch: number): Promise<Bytes | null> {
  try {
    return await epochKeyOf(self, room, epoch);
  } catch (error) {
    if (error instanceof Stop && error.code === 'NO_KEY') return null;
    throw error;
  }
}

/** Epochs with something to read, or to write, that I can't open. */
async function lockedEpochs(self: Self, room: Room): Promise<number[]> {
  const { current } = room.stream;
  if (!current || !rowOf(current.rows, myId(self)) || current.kind === CONVERSATION_KIND.group) return [];
  const epochs = new Set([...room.items.flatMap(({ message }) => message?.epoch ?? []), current.epoch]);
  const locked: number[] = [];
  for (const epoch of epochs) if (!(await keyOrNull(self, room, epoch))) locked.push(epoch);
  return locked;
}

const isAsked = (self: Self, room: Room, epoch: number): boolean =>
  room.missingKeys.some((one) => one.epoch === epoch && one.account === toBase64url(myId(self)));

/** Keys that somebody has sealed to me anew since I asked. */
export async function takeHealedKeys(self: Self, room: Room): Promise<void> {
  for (const epoch of await lockedEpochs(self, room)) {
    if (isAsked(self, room, epoch)) continue;
    const { seq } = room.items.find(({ record }) => record?.epoch === epoch)!;
    noteAnswer(
      self,
      room,
      await call(self.world, 'readItems', { conversation: room.id, after: seq - 1, limit: 1 }),
    );
  }
}

async function askForKeys(self: Self, room: Room): Promise<void> {
  const locked = await lockedEpochs(self, room);
  const epochs = locked.filter((epoch) => !isAsked(self, room, epoch)).slice(0, 100);
  if (epochs.length > 0) await call(self.world, 'askForKeys', { conversation: room.id, epochs });
}

/** Seals what a member lacks to the row that is theirs: who they are, the records say and not the server. */
async function healOthers(self: Self, room: Room, current: EpochRecord, newest: View): Promise<void> {
  if (current.kind === CONVERSATION_KIND.group) return;
  const here = tidy(current.rows, newest);
  for (const { epoch, account } of room.missingKeys) {
    const id = fromBase64url(account);
    const record = room.records[epoch];
    const row = keyedRow(room, epoch, id);
    if (same(id, myId(self)) || !record || !row || !rowOf(here, id)) continue;
    const key = await keyOrNull(self, room, epoch);
    if (!key) continue;
    const { xwPk } = await bundleFor(self, row.kid);
    const box = toBase64url(await wrapEpochKey(record, row, key, xwPk, self.world.random));
    // Somebody else was faster.
    await orCode(['NOT_FOUND'], call(self.world, 'healWrap', { conversation: room.id, epoch, account, box }));
  }
}

/**
 * Counsellors who came to the centre after its team had accepted, for such a conversation: an acceptance that names
 * others beside who is responsible is a team's. Whoever was there then, or has been in since, was left out or taken out.
 */
function joinersOf(self: Self, room: Room, rows: readonly Row[], newest: View): Row[] {
  if (room.stream.current!.kind !== CONVERSATION_KIND.oneToOne) return [];
  const accepted = room.records.findLast(({ reason }) => reason === REASON.accept);
  const isTeams = accepted?.rows.some(({ role }) => role === ROLE.counsels);
  if (!accepted || !isTeams || !same(accepted.centre, newest.centre)) return [];
  const then = self.logs.get(hex(accepted.centre))?.views[accepted.logIdx];
  const counsellors = (view: View | undefined) =>
    view?.staff.filter(({ bits }) => bits & BIT.counsellor) ?? [];
  const known = [
    ...counsellors(then).map(({ account }) => account),
    ...room.records.slice(accepted.epoch).flatMap((record) => record.rows.map(({ id }) => id)),
  ];
  const free = MAX_TEAM - rows.filter(({ role }) => role === ROLE.counsels).length;
  return counsellors(newest)
    .filter(({ account }) => !known.some((one) => same(one, account)))
    .slice(0, Math.max(0, free))
    .map(({ account, kid }) => ({ kind: ROW_KIND.person, role: ROLE.counsels, id: account, kid }));
}

/** Covers whose time is over go, who joined the team comes: one CHANGE, by whoever looks first. */
async function changeMembers(self: Self, room: Room, current: EpochRecord, newest: View): Promise<void> {
  const rowsOf = changed(self, (rows, _mine, view) => {
    const over = room.covers.filter(({ isOver }) => isOver).map(({ account }) => fromBase64url(account));
    const isOver = ({ role, id }: Row) =>
      (role === ROLE.counsels || role === ROLE.reads) && over.some((account) => same(account, id));
    const next = [...rows.filter((row) => !isOver(row)), ...joinersOf(self, room, rows, view)];
    return sameRows(sortRows(next), rows) ? null : next;
  });
  if (rowsOf(current, newest)) await rekey(self, room, REASON.change, rowsOf);
}

/**
 * After each look, in the room's turn. What can't be done now is done at the next look, by me or by a colleague; nobody
 * waits for it and nobody has to be told.
 */
export async function keepUp(self: Self, room: Room): Promise<void> {
  const { current } = room.stream;
  const log = current && self.logs.get(hex(current.centre));
  if (room.frozen || !current || !log) return;
  const newest = newestView(log);
  try {
    await askForKeys(self, room);
    await healOthers(self, room, current, newest);
    await moderate(self, room);
    await changeMembers(self, room, current, newest);
    if (room.followedEpoch === room.stream.current!.epoch) return;
    await followParent(self, room);
    room.followedEpoch = room.stream.current!.epoch;
  } catch (error) {
    if (!(error instanceof ServerRefusal || error instanceof Stop || error instanceof Unreachable))
      throw error;
  }
}
