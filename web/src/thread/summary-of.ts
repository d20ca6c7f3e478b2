import type { ConversationRow, Entry } from '@beistand/client';

const LAST_WORDS = 160;

export type Summary = Pick<ConversationRow, 'name' | 'topic' | 'lastWords' | 'isLastMine' | 'isLastFile'>;

/** What a list shows of a conversation without opening it. */
export function summaryOf(entries: readonly Entry[]): Summary {
  const messages = entries.filter((entry) => entry.t === 'message');
  const name = messages.findLast(({ isFromSeeker, name: said }) => isFromSeeker && said)?.name;
  const topic = messages.find(({ topicTitle }) => topicTitle)?.topicTitle;
  const last = messages.findLast(({ text, file }) => text || file);
  const isFile = Boolean(last && !last.text);
  const said = (last?.text || last?.file?.name)?.replaceAll(/\s+/g, ' ');
  const lastWords = said && [...said].slice(0, LAST_WORDS).join('');
  return {
    ...(name && { name }),
    ...(topic && { topic }),
    // Also when nothing is left of them: a row must not go on showing what was deleted.
    ...(messages.length > 0 && {
      lastWords: lastWords ?? '',
      isLastMine: last?.isMine ?? false,
      isLastFile: isFile,
    }),
  };
}

/** The last words as a list shows them; a file is told by its name. */
export const sayLastWords = (
  t: { lastFile: (given: { name: string }) => string },
  { lastWords = '', isLastFile }: Pick<Summary, 'lastWords' | 'isLastFile'>,
): string => (lastWords && isLastFile ? t.lastFile({ name: lastWords }) : lastWords);
