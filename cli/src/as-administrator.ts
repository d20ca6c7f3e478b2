import { type Self, ServerRefusal, Stop, signIn, signOut, Unreachable } from '@beistand/client';
import { nodeWorld } from '@beistand/client/node';
import type { Outside } from './commands/command.ts';

/** Signs in at ORIGIN, does one thing, and signs out again. Whatever is refused on the way is said in words. */
export async function asAdministrator(
  { origin, askSecret }: Outside,
  name: string,
  work: (self: Self) => Promise<void>,
): Promise<void> {
  try {
    const self = await signIn(nodeWorld(origin), name, await askSecret(`Phrase of ${name}:`));
    try {
      await work(self);
    } finally {
      await signOut(self);
    }
  } catch (error) {
    throw inWords(error, origin) ?? error;
  }
}

function inWords(error: unknown, origin: string): Error | null {
  const { code } = error as { code?: string };
  if (code === 'LOGIN') return new Error('Sign-in name and phrase don’t belong together.', { cause: error });
  if (error instanceof Unreachable)
    return new Error(
      `${origin} doesn't answer as Beistand does (${error.message}): is ORIGIN right, is it running, and does the proxy reach it?`,
      { cause: error },
    );
  if (error instanceof ServerRefusal) return new Error(refused(error), { cause: error });
  if (error instanceof Stop)
    return new Error(`Stopped, because what the server showed doesn't hold (${error.message}).`, {
      cause: error,
    });
  return null;
}

function refused({ code, body }: ServerRefusal): string {
  if (code === 'NOT_FOUND') return 'That is for administrators of the organisation at ORIGIN (NOT_FOUND).';
  return `The server refuses: ${body.sentence} (${code})`;
}
