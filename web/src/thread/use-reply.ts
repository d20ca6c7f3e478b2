import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { ask, Failed, listen } from '../worker/ask.ts';
import type { WriteBarProps } from './thread.tsx';

const most = 8000;
const almost = 0.9 * most;
const rest = 700;

/** Replies that are half written, by conversation: they outlive a page of the app, and the sign-in in between. */
const begun = new Map<string, string>();

export type Reply = Pick<WriteBarProps, 'sheet' | 'onInput' | 'onSend' | 'onLeave' | 'isLocked'> & {
  state: string | undefined;
  /** Keeps what is half written, now. */
  keep: () => Promise<void>;
};

/**
 * Writing in a conversation. The sheet is emptied once the server has the text, or once the text waits for the network
 * as a message of its own. `draft` is what another visit left; `onExpired` is called when the sign-in has ended.
 */
export function useReply(conversation: string, draft: string, onExpired: () => void): Reply {
  const t = useTexts('thread');
  const sheet = useRef<HTMLTextAreaElement>(null);
  const timer = useRef(0);
  const kept = useRef(draft);
  const [length, setLength] = useState(0);
  const [isEmpty, setEmpty] = useState(false);
  const underWay = useRef<string | null>(null);
  const [isLocked, setLocked] = useState(false);

  const keep = async (): Promise<void> => {
    clearTimeout(timer.current);
    const text = begun.get(conversation) ?? '';
    if (text === kept.current) return;
    kept.current = text;
    const change = { draft: text ? { text, at: Date.now() } : undefined };
    try {
      await ask('keepReply', { conversation, text });
      await ask('noteConversation', { conversation, change: change as object });
    } catch {
      // Without a network it is in this tab alone; the next pause tells the other devices.
      kept.current = '';
    }
  };
  const take = (): void => {
    const text = sheet.current?.value ?? '';
    begun.set(conversation, text);
    setLength([...text].length);
    setEmpty(false);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void keep(), rest);
  };
  const put = (text: string): void => {
    if (sheet.current) sheet.current.value = text;
    take();
  };

  // Synchronises with the sheet, which belongs to the person, and with the end of the visit.
  useEffect(() => {
    const before = begun.get(conversation) || draft;
    if (before) put(before);
    // This tab may know more than the other devices: it keeps what was typed without a network.
    ask('readReply', conversation).then(
      (known) => known && sheet.current?.value === before && put(known),
      () => undefined,
    );
    const hidden = (): void => void (document.hidden && keep());
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      clearTimeout(timer.current);
    };
  }, [conversation]);

  const become = (messageId: string | null): void => {
    underWay.current = messageId;
    setLocked(messageId !== null);
  };
  // Synchronises with the worker: only it knows when the server has committed.
  useEffect(() =>
    listen((event) => {
      const messageId =
        event.t === 'sent' ? event.sent.messageId : 'messageId' in event ? event.messageId : null;
      if (messageId === null || messageId !== underWay.current) return;
      become(null);
      begun.delete(conversation);
      if (sheet.current) sheet.current.value = '';
      setLength(0);
      void keep();
      if (event.t === 'stopped' && event.code === 'SESSION') onExpired();
    }),
  );

  const send = async (): Promise<void> => {
    const text = sheet.current?.value ?? '';
    if (underWay.current !== null) return;
    if (text.trim() === '' || length > most) {
      setEmpty(text.trim() === '');
      sheet.current?.focus();
      return;
    }
    try {
      become('');
      clearTimeout(timer.current);
      become((await ask('sendMessage', { conversation, text })).messageId);
    } catch (error) {
      become(null);
      if (!(error instanceof Failed)) throw error;
      onExpired();
    }
  };
  const left = most - length;
  const state = isEmpty
    ? t.writeFirst
    : isLocked
      ? t.sending
      : left < 0
        ? t.tooLong({ over: -left })
        : length >= almost
          ? t.nearLimit({ left })
          : undefined;
  return {
    sheet,
    onInput: take,
    onSend: () => void send(),
    onLeave: () => void keep(),
    isLocked,
    state,
    keep,
  };
}
