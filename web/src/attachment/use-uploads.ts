import type { Entry, UploadRow } from '@beistand/client';
import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { ask, listen } from '../worker/ask.ts';

/**
 * The files on their way in a conversation. One that has arrived stays until the message that names it is among
 * `arrived`, so that it stands in one place at every moment. `onExpired` is called when the sign-in has ended.
 */
export function useUploads(
  conversation: string | null,
  arrived: readonly Entry[],
  onExpired: () => void,
): readonly UploadRow[] {
  const [rows, setRows] = useState<readonly UploadRow[]>([]);
  const read = useCallback(async (): Promise<void> => {
    // Without an answer they stand there as they did.
    if (conversation) await ask('uploads', conversation).then(setRows, () => undefined);
  }, [conversation]);
  const hasExpired = rows.some(({ code }) => code === 'SESSION');
  const expire = useEffectEvent(onExpired);
  // Synchronises with the server: it ended the session while a file was on its way.
  useEffect(() => {
    if (hasExpired) expire();
  }, [hasExpired]);
  // Synchronises with the worker, which sends in the background and tries again by itself.
  useEffect(() => {
    setRows([]);
    void read();
    return listen((event) => {
      const isOurs = 'conversation' in event && event.conversation === conversation;
      if (isOurs || event.t === 'waiting') void read();
    });
  }, [conversation, read]);
  const isThere = (messageId: string | null): boolean =>
    arrived.some((entry) => entry.t === 'message' && entry.id === messageId);
  return rows.filter(({ messageId, state }) => state !== 'sent' || !isThere(messageId));
}
