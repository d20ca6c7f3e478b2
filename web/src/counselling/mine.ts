import type { ConversationRow, Entry, ListedConversation } from '@beistand/client';
import { type Summary, summaryOf } from '../thread/summary-of.ts';
import { unreadIn } from './say-entries.ts';

/** A conversation of mine as the desk lists it. */
export type Mine = ListedConversation & { unread: number };
export type MineChange = Partial<Omit<Mine, 'row'>> & { row?: ConversationRow };

/** How many are unread is known once it has been opened; until then it is at least one. */
export const toMine = (listed: ListedConversation): Mine => ({ ...listed, unread: listed.isUnread ? 1 : 0 });

/** What only opening a conversation could tell stands until the conversation has moved; all else the server knows better. */
export function mergeMine(fresh: Mine, before: Mine | undefined): Mine {
  if (!before || before.seq !== fresh.seq || !fresh.isUnread) return fresh;
  const { name, topic, lastWords } = before.row;
  const seen = { ...(name && { name }), ...(topic && { topic }), ...(lastWords && { lastWords }) };
  return { ...fresh, unread: before.unread, row: { ...fresh.row, ...seen } };
}

/** Changes what is named and nothing else. */
export const changeMine = (mine: Mine, { row, ...change }: MineChange): Mine => ({
  ...mine,
  ...change,
  row: { ...mine.row, ...row },
});

/** What opening it in the background has shown. One that was read meanwhile stays read. */
export const lookedInto = (mine: Mine, entries: readonly Entry[]): Mine =>
  changeMine(mine, {
    ...(mine.isUnread && { unread: unreadIn(entries, mine.row.readSeq ?? 0) }),
    row: summaryOf(entries),
  });

/** Whether the sealed row doesn't say all of it yet: only then is it written. */
export const isNewIn = (row: ConversationRow, seen: Summary): boolean =>
  seen.name !== (seen.name && row.name) ||
  seen.topic !== (seen.topic && row.topic) ||
  seen.lastWords !== (seen.lastWords && row.lastWords);
