import type { Notice } from '@beistand/contract';
import type { WebSocket } from 'ws';
import { toBuffer, toText } from '../http/codec.ts';
import type { World } from '../world.ts';
import { lineLength, markLength, openCursors, type Position } from './cursor.ts';
import type { Receiver } from './fanout.ts';
import { type Hint, toNotice } from './hint.ts';
import { changesSince, stillSignedIn } from './store.ts';

export type Seat = {
  socket: WebSocket;
  organisation: Buffer<ArrayBuffer>;
  account: Buffer<ArrayBuffer>;
  sidHash: Buffer<ArrayBuffer>;
};
type Taken = Seat & { name: string; isAlive: boolean };

export type Hub = Receiver & {
  /** Seats a browser: what it missed since its cursor, then `hello`; or `resync` when that can't be told. */
  admit: (seat: Seat, cursor: string | undefined) => void;
  /** Every half minute: silent sockets go, and those whose session has ended. */
  beat: () => Promise<void>;
  /** Every quarter minute: changes whose hint never came (a process died between commit and word). */
  sweep: () => Promise<void>;
};

/** Room for a reconnect after some seconds of a busy house; beyond it everyone lists again. */
const mostRemembered = 4_096;
/** A reader this far behind would cost memory instead of catching up. */
const mostBuffered = 256 * 1024;
/** The browser comes back by itself and learns from HTTP what it may still see. */
const comeBack = 4001;

const noMark = Buffer.alloc(markLength);

/** The sockets of this process and the last hints, resumable by cursor, also by one from another process. */
export function openHub(world: Pick<World, 'clock' | 'limits' | 'random' | 'secrets' | 'transact'>): Hub {
  const line = world.random(lineLength);
  const cursors = openCursors(world);
  const seats = new Map<string, Set<Taken>>();
  const remembered: (Position & { hint: Hint })[] = [];
  /** What sockets have been told: newest seq of conversations; by centre the time. Enough to see what the sweep may skip. */
  const told = new Map<string, { seq: number; at: number }>();
  let number = 0;
  let mark: Position['mark'] = noMark;
  let sweptAt = world.clock();

  const here = (): Position => ({ line, number, mark });
  const send = ({ socket }: Taken, notice: Notice) => {
    if (socket.bufferedAmount > mostBuffered) socket.terminate();
    else socket.send(JSON.stringify(notice));
  };
  const everyone = () => [...seats.values()].flatMap((ofAccount) => [...ofAccount]);
  const remember = ([t, , id, seq]: Hint) => {
    if (t === 'items') told.set(id, { seq: Math.max(seq, told.get(id)?.seq ?? 0), at: world.clock() });
    if (t === 'waiting') told.set(id, { seq: 0, at: world.clock() });
  };
  const deliver = (hints: Hint[]) => {
    for (const hint of hints) {
      // A signal is of this moment: it takes no number, so that no cursor asks for it again.
      if (hint[0] !== 'signal') {
        number += 1;
        if (hint[4]) mark = toBuffer(hint[4]);
        remembered.push({ ...here(), hint });
        remember(hint);
      }
      const at = here();
      for (const name of hint[1])
        for (const taken of seats.get(name) ?? []) {
          const notice = toNotice(hint, cursors.seal(taken.account, at));
          if (notice) send(taken, notice);
          else taken.socket.close(comeBack);
        }
    }
    if (remembered.length > 2 * mostRemembered) remembered.splice(0, remembered.length - mostRemembered);
  };
  /** What this process counted by then; null when it wasn't there or has forgotten. */
  const numberAt = (at: Position): number | null => {
    if (at.line.equals(line)) return at.number;
    const name = toText(at.mark);
    return remembered.find(({ hint }) => hint[4] === name)?.number ?? null;
  };
  const missedSince = (cursor: string, { account, name }: Taken): Notice[] | null => {
    const at = cursors.open(account, cursor);
    const since = at && numberAt(at);
    const first = remembered[0]?.number ?? number + 1;
    if (since === null || since > number || since < first - 1) return null;
    return remembered
      .filter((one) => one.number > since && one.hint[1].includes(name))
      .flatMap((one) => toNotice(one.hint, cursors.seal(account, one)) ?? []);
  };
  const leave = (taken: Taken) => {
    const ofAccount = seats.get(taken.name);
    ofAccount?.delete(taken);
    if (ofAccount?.size === 0) seats.delete(taken.name);
  };
  const byOrganisation = () =>
    Map.groupBy(everyone(), ({ organisation }) => organisation.toString('hex'))
      .values()
      .map((taken) => ({ organisation: taken[0]!.organisation, taken }));

  return {
    deliver,
    gap() {
      remembered.length = 0;
      number += 1;
      mark = noMark;
      for (const taken of everyone())
        send(taken, { t: 'resync', cursor: cursors.seal(taken.account, here()) });
    },
    admit(seat, cursor) {
      const taken: Taken = { ...seat, name: toText(seat.account), isAlive: true };
      const { socket, name } = taken;
      const ofAccount = seats.get(name) ?? new Set();
      seats.set(name, ofAccount.add(taken));
      socket.on('close', () => leave(taken));
      socket.on('error', () => socket.terminate());
      socket.on('pong', () => {
        taken.isAlive = true;
      });
      // Everything a browser wants it asks by HTTP: one door.
      socket.on('message', () => socket.close(1008));
      const missed = cursor === undefined ? [] : missedSince(cursor, taken);
      for (const notice of missed ?? []) send(taken, notice);
      send(taken, { t: missed ? 'hello' : 'resync', cursor: cursors.seal(taken.account, here()) });
      if (ofAccount.size > world.limits.socketsPerAccount) [...ofAccount][0]!.socket.close(comeBack);
    },
    async beat() {
      for (const taken of everyone()) {
        if (!taken.isAlive) taken.socket.terminate();
        taken.isAlive = false;
        taken.socket.ping();
      }
      for (const { organisation, taken } of byOrganisation()) {
        const living = await stillSignedIn(world, organisation, taken);
        for (const one of taken) if (!living.has(toText(one.sidHash))) one.socket.close(comeBack);
      }
    },
    async sweep() {
      const now = world.clock();
      // Overlaps: another process's clock may lag, and a transaction commits later than it read its clock.
      const since = sweptAt - 15_000;
      for (const { organisation, taken } of byOrganisation()) {
        const changes = await changesSince(world, organisation, taken, since);
        deliver(
          changes
            .filter(({ hint, at }) => {
              const last = told.get(hint[2]);
              return !last || (hint[0] === 'items' ? last.seq < hint[3] : last.at < at);
            })
            .map(({ hint }) => hint),
        );
      }
      for (const [id, { at }] of told) if (at < now - 120_000) told.delete(id);
      sweptAt = now;
    },
  };
}
