import type { ConversationRow, Entry, ListedConversation, Waiting } from '@beistand/client';
import { type Summary, summaryOf } from '../thread/summary-of.ts';
import { unreadIn } from './say-entries.ts';

/** A conversation of mine as the desk lists it. */
export type Mine = ListedConversation & { unread: number };
export type MineChange = Partial<Omit<Mine, 'row'>> & { row?: ConversationRow };

/** How many are unread is known once it has been opened; until then it is at least one. */
export const toMine = (listed: ListedConversation): Mine => ({ ...listed, unread: listed.isUnread ? 1 : 0 });

/** What only opening a conversation could tell stands until the conversation has moved; all else the server knows better. */
export function mergeMine(fresh: Mine, before: Mine | undefined): Mine {
  if (!before) return fresh;
  const { name, topic, lastWords, isLastMine = false, isLastFile = false } = before.row;
  // Who it is and what it is about stay; a row that was only just taken doesn't say it yet.
  const known = { ...(name && { name }), ...(topic && { topic }) };
  if (before.seq !== fresh.seq || !fresh.isUnread) return { ...fresh, row: { ...known, ...fresh.row } };
  const seen = { ...known, ...(lastWords !== undefined && { lastWords, isLastMine, isLastFile }) };
  return { ...fresh, unread: before.unread, row: { ...fresh.row, ...seen } };
}

const RESPONSIBLE = 2;

/** An enquiry as it stands among mine from the moment I have taken it; the server's list says the rest of it later. */
export const mineOf = (
  { conversation, centre, name, topicTitle, firstWords, answerDueAt }: Waiting,
  centreName: string,
  now: number,
): Mine => ({
  conversation,
  centre,
  centreName,
  isGroup: false,
  seq: 0,
  changedAt: now,
  answerDueAt,
  answeredAt: null,
  isWaiting: false,
  myRole: RESPONSIBLE,
  isUnread: false,
  staff: [],
  unread: 0,
  row: {
    ...(name && { name }),
    ...(topicTitle && { topic: topicTitle }),
    ...(firstWords && { lastWords: firstWords, isLastMine: false, isLastFile: false }),
  },
});

/** What stays of a conversation that is no longer mine: whose it was, and what I had begun to write myself. */
export const fadedMine = (mine: Mine): Mine => ({
  ...mine,
  unread: 0,
  row: {
    ...(mine.row.name && { name: mine.row.name }),
    ...(mine.row.draft && { draft: mine.row.draft }),
  },
});

/** By when I owe a first answer; null once it is given. */
export const owedAt = ({
  answerDueAt,
  answeredAt,
}: Pick<Mine, 'answerDueAt' | 'answeredAt'>): number | null => (answeredAt === null ? answerDueAt : null);

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
  (seen.lastWords !== undefined && seen.lastWords !== (row.lastWords ?? '')) ||
  (Boolean(seen.lastWords) &&
    (seen.isLastMine !== row.isLastMine || (seen.isLastFile ?? false) !== (row.isLastFile ?? false)));
