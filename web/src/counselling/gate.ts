import type { RefusalCode } from '@beistand/contract';
import { useSyncExternalStore } from 'react';
import { ask, Failed } from '../worker/ask.ts';
import type { VerbName, Verbs } from '../worker/verbs.ts';

/** Open · the server has ended the session · nobody touched the page for too long · the phrase was proven too long ago. */
export type GateState = 'open' | 'ended' | 'idle' | 'fresh';

let state: GateState = 'open';
let waiting: (() => void)[] = [];
const watchers = new Set<() => void>();

function become(next: GateState): void {
  state = next;
  for (const watcher of watchers) watcher();
}

/** Closes the page until the same person has signed in again; resolves then. What was typed stays where it is. */
export function shut(why: Exclude<GateState, 'open'>): Promise<void> {
  if (state === 'open') become(why);
  return new Promise((resolve) => {
    waiting.push(resolve);
  });
}

export function openAgain(): void {
  const resumed = waiting;
  waiting = [];
  become('open');
  for (const resume of resumed) resume();
}

export const useGate = (): GateState =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
    () => 'open',
  );

const needSignIn: Partial<Record<string, 'ended' | 'fresh'>> = {
  SESSION: 'ended',
  FRESH: 'fresh',
} satisfies Partial<Record<RefusalCode, 'ended' | 'fresh'>>;

/** `ask` for someone signed in: when the session has ended it waits for the sign-in and goes on by itself. */
export async function askSignedIn<N extends VerbName>(
  verb: N,
  ...argument: Parameters<Verbs[N]>
): Promise<Awaited<ReturnType<Verbs[N]>>> {
  for (;;) {
    try {
      return await ask(verb, ...argument);
    } catch (error) {
      const why = error instanceof Failed ? needSignIn[error.code] : undefined;
      if (!why) throw error;
      await shut(why);
    }
  }
}
