import type { OpenConversation } from '@beistand/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { listen } from '../worker/ask.ts';
import { askSignedIn } from './gate.ts';
import { codeOfFailure } from './say-code.ts';

export type Opened = {
  conversation: OpenConversation | null;
  code: string | null;
  /** When it can no longer be read: whether it was still waiting when it was last seen. */
  wasWaiting: boolean;
  reload: () => Promise<void>;
};

/**
 * One conversation, opened and kept up to date. The newest page comes first, marked as not yet checked. Once it is no
 * longer mine to read, nothing of it stays.
 */
export function useConversation(id: string | null): Opened {
  const [conversation, setConversation] = useState<OpenConversation | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const [wasWaiting, setWasWaiting] = useState(false);
  const current = useRef(id);
  const reload = useCallback(async () => {
    if (!id) return;
    try {
      const opened = await askSignedIn('openConversation', id);
      if (current.current !== id) return;
      setConversation(opened);
      setWasWaiting(opened.state === 'waiting');
      setCode(null);
    } catch (failure) {
      if (current.current !== id) return;
      const failed = codeOfFailure(failure);
      if (failed === 'NOT_FOUND') setConversation(null);
      setCode(failed);
    }
  }, [id]);
  // Synchronises with the worker: opens, then follows the hints about this conversation.
  useEffect(() => {
    current.current = id;
    setConversation(null);
    setWasWaiting(false);
    setCode(null);
    if (!id) return;
    void reload();
    return listen((event) => {
      if (event.t === 'newest-page' && event.page.conversation === id)
        setConversation((known) => (known?.conversation === id && known.isChecked ? known : event.page));
      if (event.t === 'line' && event.isConnected) void reload();
      if (event.t !== 'notice') return;
      const { notice } = event;
      if (notice.t === 'resync' || notice.t === 'log') void reload();
      if ((notice.t === 'items' || notice.t === 'gone') && notice.conversation === id) void reload();
      if (notice.t === 'waiting') void reload();
    });
  }, [id, reload]);
  return { conversation: conversation?.conversation === id ? conversation : null, code, wasWaiting, reload };
}
