import type { OpenConversation, OutboxRow } from '@beistand/client';
import { useCallback, useEffect, useState } from 'react';
import { ask, Failed, listen } from '../worker/ask.ts';
import type { UnderWay } from './items-of.ts';

export type Talk = {
  /** Null until the newest page has come. */
  open: OpenConversation | null;
  underWay: UnderWay;
  /** Why it could not be opened or brought up to date; `UNREACHABLE` heals by itself. */
  failure: string | null;
  /** False while the live line is down: then news come late. */
  isConnected: boolean;
  refresh: () => Promise<void>;
  /** Shows what has just been given to the outbox. */
  readOutbox: () => Promise<void>;
  retry: (messageId: string) => void;
  discard: (messageId: string) => void;
};

const nothing: UnderWay = { rows: [], waiting: new Set() };

/** A conversation kept up to date: the newest page at once, judged after, then whatever the server hints at. */
export function useTalk(conversation: string): Talk {
  const [open, setOpen] = useState<OpenConversation | null>(null);
  const [underWay, setUnderWay] = useState(nothing);
  const [failure, setFailure] = useState<string | null>(null);
  const [isConnected, setConnected] = useState(true);

  const readOutbox = useCallback(async (): Promise<void> => {
    const rows = (await ask('outbox')).filter((row: OutboxRow) => row.conversation === conversation);
    setUnderWay((before) => ({ ...before, rows }));
  }, [conversation]);
  const refresh = useCallback(async (): Promise<void> => {
    try {
      setOpen(await ask('openConversation', conversation));
      setFailure(null);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      setFailure(error.code);
    }
    await readOutbox();
  }, [conversation, readOutbox]);

  // Synchronises with the worker: its events say what is new; everything is read again from what it has judged.
  useEffect(() => {
    void refresh();
    const back = (): void => void refresh();
    addEventListener('online', back);
    const stop = listen((event) => {
      if (event.t === 'newest-page' && event.page.conversation === conversation)
        setOpen((now) => (now?.isChecked ? now : event.page));
      else if (event.t === 'notice' && concerns(event.notice, conversation)) void refresh();
      else if (event.t === 'line') {
        setConnected(event.isConnected);
        if (event.isConnected) void refresh();
      } else if (event.t === 'waiting' && event.messageId) {
        const { messageId } = event;
        setUnderWay(({ rows, waiting }) => ({ rows, waiting: new Set(waiting).add(messageId) }));
        void readOutbox();
      } else if ((event.t === 'sent' || event.t === 'stopped') && event.conversation === conversation) {
        const messageId = event.t === 'sent' ? event.sent.messageId : event.messageId;
        setUnderWay(({ rows, waiting }) => ({ rows, waiting: without(waiting, messageId) }));
        void refresh();
      }
    });
    return () => {
      stop();
      removeEventListener('online', back);
    };
  }, [conversation, refresh, readOutbox]);

  const retry = (messageId: string): void => void ask('retryMessage', messageId).then(readOutbox);
  const discard = (messageId: string): void => void ask('dropMessage', messageId).then(readOutbox);
  return { open, underWay, failure, isConnected, refresh, readOutbox, retry, discard };
}

function concerns(notice: { t: string; conversation?: string }, conversation: string): boolean {
  if (notice.t === 'resync' || notice.t === 'log') return true;
  return (notice.t === 'items' || notice.t === 'gone') && notice.conversation === conversation;
}

function without(waiting: ReadonlySet<string>, messageId: string): ReadonlySet<string> {
  const rest = new Set(waiting);
  rest.delete(messageId);
  return rest;
}
