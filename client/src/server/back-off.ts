import type { RefusalCode } from '@beistand/contract';
import type { ClientWorld } from '../world.ts';
import { ServerRefusal, Unreachable } from './call.ts';

const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 300_000;
const PATIENT: readonly RefusalCode[] = ['SLOW', 'FAULT', 'UNAVAILABLE'];

/** Somebody else has to act first, and their client does so without being asked. */
export class NotYet extends Error {}

/** Why something waits: no connection, or a server that asks for patience. */
export type WaitingFor = 'offline' | 'slow';

/** Told before each pause, with its length in ms. */
export type OnWaiting = (reason: WaitingFor, pause: number) => void;

/** Up to a quarter more, so that those who lost the same server don't all come back at once. */
export const spread = ({ random }: Pick<ClientWorld, 'random'>, ms: number): number =>
  ms * (1 + random(1)[0]! / 1024);

/** Milliseconds until the next try, or null when trying again can't help. */
function pauseFor(error: unknown, delay: number): number | null {
  if (error instanceof Unreachable || error instanceof NotYet) return delay;
  if (error instanceof ServerRefusal && PATIENT.includes(error.code))
    return Math.max(delay, 1000 * (error.body.after ?? 0));
  return null;
}

/**
 * Tries until it succeeds or is refused, and backs off from 1 s to 5 min while there is no network or the server asks
 * for patience.
 */
export async function backingOff<T>(
  world: Pick<ClientWorld, 'random' | 'wait'>,
  act: () => Promise<T>,
  onWaiting: OnWaiting,
): Promise<T> {
  for (let delay = FIRST_DELAY; ; delay = Math.min(2 * delay, LONGEST_DELAY)) {
    try {
      return await act();
    } catch (error) {
      const pause = pauseFor(error, delay);
      if (pause === null) throw error;
      const wait = Math.min(spread(world, pause), LONGEST_DELAY);
      onWaiting(error instanceof Unreachable ? 'offline' : 'slow', wait);
      await world.wait(wait);
    }
  }
}
