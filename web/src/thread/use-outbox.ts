import type { OutboxRow } from '@beistand/client';
import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { ask, listen } from '../worker/ask.ts';

/** What is under way: the rows of the outbox, and which of them wait for the network. */
export type UnderWay = { rows: readonly OutboxRow[]; waiting: ReadonlySet<string> };

export type Outbox = {
  underWay: UnderWay;
  /** Shows what has just been given to the outbox. */
  readOutbox: () => Promise<void>;
  retry: (messageId: string) => void;
  discard: (messageId: string) => void;
};

const nothing: UnderWay = { rows: [], waiting: new Set() };

/**
 * What of one conversation hasn't arrived. A row leaves only once `whenSettled` shows what came of it, so that
 * everything stands in one place at every moment.
 */
export function useOutbox(conversation: string | null, whenSettled: () => Promise<void>): Outbox {
  const [underWay, setUnderWay] = useState(nothing);
  const readOutbox = useCallback(async (): Promise<void> => {
    const rows = (await ask('outbox')).filter((row: OutboxRow) => row.conversation === conversation);
    setUnderWay((before) => ({ ...before, rows }));
  }, [conversation]);
  const settle = useEffectEvent(async (messageId: string): Promise<void> => {
    setUnderWay(({ rows, waiting }) => ({ rows, waiting: without(waiting, messageId) }));
    await whenSettled();
    await readOutbox();
  });
  // Synchronises with the worker, which sends in the background and tries again by itself.
  useEffect(() => {
    void readOutbox();
    return listen((event) => {
      if (event.t === 'waiting' && event.messageId) {
        const { messageId } = event;
        setUnderWay(({ rows, waiting }) => ({ rows, waiting: new Set(waiting).add(messageId) }));
        void readOutbox();
      } else if ((event.t === 'sent' || event.t === 'stopped') && event.conversation === conversation)
        void settle(event.t === 'sent' ? event.sent.messageId : event.messageId);
    });
  }, [conversation, readOutbox]);
  return {
    underWay,
    readOutbox,
    retry: (messageId) => void ask('retryMessage', messageId).then(readOutbox),
    discard: (messageId) => void ask('dropMessage', messageId).then(readOutbox),
  };
}

function without(waiting: ReadonlySet<string>, messageId: string): ReadonlySet<string> {
  const rest = new Set(waiting);
  rest.delete(messageId);
  return rest;
}
