import type { OpenConversation } from '@beistand/client';
import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { ask, Failed, listen } from '../worker/ask.ts';
import { type Outbox, useOutbox } from './use-outbox.ts';

export type Talk = Outbox & {
  /** Null until the newest page has come. */
  open: OpenConversation | null;
  /** Why it could not be opened or brought up to date; `UNREACHABLE` heals by itself. */
  failure: string | null;
  /** False while the live line is down: then news come late. */
  isConnected: boolean;
  refresh: () => Promise<void>;
};

/** A conversation kept up to date: the newest page at once, judged after, then whatever the server hints at. */
export function useTalk(conversation: string): Talk {
  const [open, setOpen] = useState<OpenConversation | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isConnected, setConnected] = useState(true);

  const reopen = useCallback(async (): Promise<void> => {
    try {
      setOpen(await ask('openConversation', conversation));
      setFailure(null);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      setFailure(error.code);
    }
  }, [conversation]);
  const outbox = useOutbox(conversation, reopen);
  const refresh = async (): Promise<void> => {
    await reopen();
    await outbox.readOutbox();
  };

  const refreshNow = useEffectEvent(() => void refresh());
  // Synchronises with the worker: its events say what is new; everything is read again from what it has judged.
  useEffect(() => {
    refreshNow();
    const back = (): void => refreshNow();
    addEventListener('online', back);
    const stop = listen((event) => {
      if (event.t === 'newest-page' && event.page.conversation === conversation)
        setOpen((now) => (now?.isChecked ? now : event.page));
      else if (event.t === 'notice' && concerns(event.notice, conversation)) refreshNow();
      else if (event.t === 'line') {
        setConnected(event.isConnected);
        if (event.isConnected) refreshNow();
      }
    });
    return () => {
      stop();
      removeEventListener('online', back);
    };
  }, [conversation]);
  return { ...outbox, open, failure, isConnected, refresh };
}

function concerns(notice: { t: string; conversation?: string }, conversation: string): boolean {
  if (notice.t === 'resync' || notice.t === 'log') return true;
  return (notice.t === 'items' || notice.t === 'gone') && notice.conversation === conversation;
}
