import { openSlot, sealSlot, Unopened } from '@beistand/crypto';
import { fromBase64url, toBase64url } from '@beistand/wire';
import type { Self } from '../self.ts';
import { call, ServerRefusal } from '../server/call.ts';

/**
 * A conversation's small sealed row: what a list shows without opening the conversation, and the draft.
 * Every field has its own time; on a race the newer one wins, and of two drafts both texts stay.
 */
export type ConversationRow = {
  name?: string;
  topic?: string;
  lastWords?: string;
  readSeq?: number;
  draft?: { text: string; at: number };
};
export type RowSlot = { version: number; row: ConversationRow };

export async function readRow(
  self: Self,
  conversation: string,
  served: { version: number; bytes: string } | null,
): Promise<RowSlot> {
  if (!served) return { version: 0, row: {} };
  try {
    const { version, body } = await openSlot(
      self.account,
      fromBase64url(conversation),
      fromBase64url(served.bytes),
    );
    return { version, row: body as ConversationRow };
  } catch (error) {
    // Only convenience is lost: the row is written anew over what can't be read.
    if (error instanceof Unopened) return { version: served.version, row: {} };
    throw error;
  }
}

function bothDrafts(
  mine: ConversationRow['draft'],
  theirs: ConversationRow['draft'],
): ConversationRow['draft'] {
  if (!mine || !theirs || mine.text === theirs.text) return mine;
  if (mine.text.includes(theirs.text)) return mine;
  return { text: `${theirs.text}\n\n${mine.text}`, at: Math.max(mine.at, theirs.at) };
}

/** Writes changed fields by compare-and-set; a lost race reads the newer row and puts the change on top. */
export async function writeRow(
  self: Self,
  conversation: string,
  before: RowSlot,
  change: ConversationRow,
): Promise<RowSlot> {
  let known = before;
  for (let isRetry = false; ; isRetry = true) {
    const merged = { ...known.row, ...change };
    if ('draft' in change && isRetry && change.draft)
      merged.draft = bothDrafts(change.draft, known.row.draft);
    const version = known.version + 1;
    const slot = fromBase64url(conversation);
    const bytes = toBase64url(await sealSlot(self.account, slot, version, merged, self.world.random));
    try {
      await call(self.world, 'writeSlot', { slot: conversation, version, bytes });
      return { version, row: merged };
    } catch (error) {
      if (!(error instanceof ServerRefusal) || error.code !== 'AGAIN' || !error.body.current) throw error;
      known = await readRow(self, conversation, error.body.current);
    }
  }
}
