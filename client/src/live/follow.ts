import { livePath, type Notice, notice } from '@beistand/contract';
import type { Self } from '../self.ts';
import { spread } from '../server/back-off.ts';
import { call, orCode, ServerRefusal, Unreachable } from '../server/call.ts';
import type { ClientWorld } from '../world.ts';

const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 60_000;

/** A handshake that is refused says nothing of why: whether the session is the reason is asked by HTTP. */
async function isSignedIn(world: ClientWorld): Promise<boolean> {
  try {
    return (await orCode(['SESSION'], call(world, 'me', {}))) !== 'SESSION';
  } catch (error) {
    if (error instanceof Unreachable || error instanceof ServerRefusal) return true;
    throw error;
  }
}

/**
 * Follows the server's hints until stopped or signed out. The socket resumes at its cursor; when the server can't, or
 * nothing was followed before, it says `resync` and the caller lists again. `onState` tells whether the line stands,
 * `onSignedOut` that the session is over and nothing more will come.
 */
export function follow(
  self: Pick<Self, 'world'>,
  onNotice: (notice: Notice) => void,
  onState: (isConnected: boolean) => void,
  onSignedOut: () => void = () => undefined,
): () => void {
  const { world } = self;
  let cursor: string | null = null;
  let isStopped = false;
  let delay = FIRST_DELAY;
  let closeSocket: () => void = () => undefined;

  const hear = (data: unknown): void => {
    const parsed = notice.safeParse(parseJson(data));
    // A hint of a newer version is no hint for this one; the next listing shows what it meant.
    if (!parsed.success) return;
    const heard = parsed.data;
    // Between the page's first listing and this line nobody told anything.
    onNotice(heard.t === 'hello' && cursor === null ? { t: 'resync', cursor: heard.cursor } : heard);
    cursor = heard.cursor;
  };
  const connect = (): void => {
    const query = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const socket = world.openSocket(`${world.origin.replace(/^http/, 'ws')}${livePath}${query}`);
    closeSocket = () => socket.close();
    socket.addEventListener('open', () => {
      delay = FIRST_DELAY;
      onState(true);
    });
    socket.addEventListener('message', ({ data }) => hear(data));
    socket.addEventListener('close', () => {
      onState(false);
      void comeBack();
    });
  };
  const comeBack = async (): Promise<void> => {
    if (isStopped) return;
    const pause = spread(world, delay);
    delay = Math.min(2 * delay, LONGEST_DELAY);
    await world.wait(pause);
    if (isStopped) return;
    const isMine = await isSignedIn(world);
    // Whoever has signed in anew meanwhile has a line of their own, and hears nothing of the old session's end.
    if (isStopped) return;
    if (isMine) return connect();
    isStopped = true;
    onSignedOut();
  };
  connect();
  return () => {
    isStopped = true;
    closeSocket();
  };
}

function parseJson(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return null;
  }
}
