import type { Self } from '../self.ts';
import { call, orCode } from '../server/call.ts';
import type { Body } from './body.ts';

/**
 * Has the server erase what a delivered `del` names, its edits included. Repeating it changes nothing; what isn't there,
 * or isn't mine to erase any more, is left to the word that was posted.
 */
export async function erase(
  { world }: Self,
  conversation: string,
  { ref, edits = [] }: Extract<Body, { t: 'del' }>,
): Promise<void> {
  for (const message of [ref, ...edits])
    await orCode(['NOT_FOUND'], call(world, 'eraseMessage', { conversation, message }));
}
