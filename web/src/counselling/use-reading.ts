import type { OpenConversation } from '@beistand/client';
import { useEffect, useRef } from 'react';
import { summaryOf } from '../thread/summary-of.ts';
import { ask, listen } from '../worker/ask.ts';
import type { Lists } from './use-lists.ts';

/** What is open and seen is read: the mark moves with the newest item while the page is visible. */
export function useReading(
  conversation: OpenConversation | null,
  readSeq: number | undefined,
  { patch }: Lists,
): void {
  const noted = useRef('');
  // Synchronises with the sealed row on the server.
  useEffect(() => {
    if (!conversation?.isChecked || conversation.state === 'waiting' || conversation.myRole === 0) return;
    const { conversation: id, seq, entries } = conversation;
    const note = (): void => {
      if (document.visibilityState !== 'visible' || noted.current === `${id}:${seq}`) return;
      noted.current = `${id}:${seq}`;
      const change = { ...summaryOf(entries), readSeq: seq };
      patch(id, { unread: 0, isUnread: false, row: change });
      if ((readSeq ?? 0) >= seq) return;
      ask('noteConversation', { conversation: id, change }).catch(() => {
        noted.current = '';
      });
    };
    note();
    document.addEventListener('visibilitychange', note);
    return () => document.removeEventListener('visibilitychange', note);
  }, [conversation, readSeq, patch]);
}

/** A message that is sent while another conversation is open leaves no draft in its row. */
export function useDraftsOf(open: string | null, { patch }: Lists): void {
  // Synchronises with the worker, which sends in the background.
  useEffect(
    () =>
      listen((event) => {
        if (event.t === 'sent' && !event.isChange && event.conversation !== open)
          patch(event.conversation, { row: { draft: undefined } });
      }),
    [open, patch],
  );
}
