import type { Entry } from '@beistand/client';

const LAST_WORDS = 160;

export type Summary = { name?: string; topic?: string; lastWords?: string; isLastMine?: boolean };

/** What a list shows of a conversation without opening it. */
export function summaryOf(entries: readonly Entry[]): Summary {
  const messages = entries.filter((entry) => entry.t === 'message');
  const name = messages.findLast(({ isFromSeeker, name: said }) => isFromSeeker && said)?.name;
  const topic = messages.find(({ topicTitle }) => topicTitle)?.topicTitle;
  const last = messages.findLast(({ text }) => text);
  const said = last?.text?.replaceAll(/\s+/g, ' ');
  const lastWords = said && [...said].slice(0, LAST_WORDS).join('');
  return {
    ...(name && { name }),
    ...(topic && { topic }),
    // Also when nothing is left of them: a row must not go on showing what was deleted.
    ...(messages.length > 0 && { lastWords: lastWords ?? '', isLastMine: last?.isMine ?? false }),
  };
}
