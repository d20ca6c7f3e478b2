import { toBase64url } from '@beistand/wire';
import { myId, type Self } from '../self.ts';
import { keepUnsent, readUnsent } from '../unsent/keep.ts';

/** Half-written replies by conversation, named by whose they are: whoever signs in next in this tab gets none. */
type Kept = { account: string; replies: Record<string, string> };

async function repliesOf(self: Self): Promise<Kept> {
  const account = toBase64url(myId(self));
  const kept = (await readUnsent(self.world, 'replies')) as Kept | null;
  return kept?.account === account ? kept : { account, replies: {} };
}

/** Keeps what is half written in this tab, also without a network; empty takes it away. True once it survives a reload. */
export async function keepReply(self: Self, conversation: string, text: string): Promise<boolean> {
  const { account, replies } = await repliesOf(self);
  const { [conversation]: _, ...others } = replies;
  return keepUnsent(self.world, 'replies', {
    account,
    replies: text ? { ...others, [conversation]: text } : others,
  } satisfies Kept);
}

export const readReply = async (self: Self, conversation: string): Promise<string | null> =>
  (await repliesOf(self)).replies[conversation] ?? null;
