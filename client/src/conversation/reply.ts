import { toBase64url } from '@beistand/wire';
import { myId, type Self } from '../self.ts';
import { keepUnsent, readUnsent } from '../unsent/keep.ts';

/**
 * Half-written replies by conversation, named by whose they are: whoever signs in next in this tab gets none. An empty
 * one was deleted here, and the server hasn't heard of it yet.
 */
type Kept = { account: string; replies: Record<string, string> };

async function repliesOf(self: Self): Promise<Kept> {
  const account = toBase64url(myId(self));
  const kept = (await readUnsent(self.world, 'replies')) as Kept | null;
  return kept?.account === account ? kept : { account, replies: {} };
}

/** Keeps what is half written in this tab, also without a network, and so that it was deleted. True once it survives a reload. */
export async function keepReply(self: Self, conversation: string, text: string): Promise<boolean> {
  const { account, replies } = await repliesOf(self);
  return keepUnsent(self.world, 'replies', {
    account,
    replies: { ...replies, [conversation]: text },
  } satisfies Kept);
}

/** What this tab knows better than the server; empty when it was deleted here, null when nothing was written here. */
export const readReply = async (self: Self, conversation: string): Promise<string | null> =>
  (await repliesOf(self)).replies[conversation] ?? null;

/** The server has heard that it is deleted: nothing is left to remember, unless somebody has written again. */
export async function forgetDeletedReply(self: Self, conversation: string): Promise<void> {
  const { account, replies } = await repliesOf(self);
  const { [conversation]: text, ...others } = replies;
  if (text === '') await keepUnsent(self.world, 'replies', { account, replies: others } satisfies Kept);
}
