import { livePath, type Notice, notice } from '@beistand/contract';
import type { Self } from '../self.ts';

const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 60_000;

/**
 * Follows the server's hints until stopped. The socket resumes at its cursor; when the server can't, it says `resync`
 * and the caller lists again. `onState` tells whether the line stands.
 */
export function follow(
  self: Pick<Self, 'world'>,
  onNotice: (notice: Notice) => void,
  onState: (isConnected: boolean) => void,
): () => void {
  const { world } = self;
  let cursor: string | null = null;
  let isStopped = false;
  let delay = FIRST_DELAY;
  let closeSocket: () => void = () => undefined;

  const connect = (): void => {
    const query = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const socket = world.openSocket(`${world.origin.replace(/^http/, 'ws')}${livePath}${query}`);
    closeSocket = () => socket.close();
    socket.addEventListener('open', () => {
      delay = FIRST_DELAY;
      onState(true);
    });
    socket.addEventListener('message', ({ data }) => {
      const parsed = notice.safeParse(parseJson(data));
      // A hint of a newer version is no hint for this one; the next listing shows what it meant.
      if (!parsed.success) return;
      cursor = parsed.data.cursor;
      onNotice(parsed.data);
    });
    socket.addEventListener('close', () => {
      onState(false);
      if (isStopped) return;
      const pause = delay;
      delay = Math.min(2 * delay, LONGEST_DELAY);
      world.wait(pause).then(() => {
        if (!isStopped) connect();
      });
    });
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
