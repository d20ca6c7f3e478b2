import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { ask, Failed, listen } from '../worker/ask.ts';
import { charactersLeft, isNearlyFull } from './characters-left.ts';
import { keepDraft } from './keep-draft.ts';
import type { WriteBarProps } from './thread.tsx';
import { whyUnsent } from './why-unsent.ts';

/** Milliseconds without a key after which what was typed is kept. */
const rest = 700;

/** Replies that aren't stored yet, by conversation: they outlive a page of the app, and the sign-in in between. */
const begun = new Map<string, string>();

export type Reply = Pick<WriteBarProps, 'sheet' | 'onInput' | 'onSend' | 'onLeave' | 'isLocked'> & {
  state: string | undefined;
  /** What stands in the sheet, for where it is shut. */
  typed: string;
  /** Keeps what is half written, now. */
  keep: () => Promise<void>;
};

/**
 * Writing in a conversation. The sheet is emptied once the text is a message of its own, sealed and on its way: `onQueued` shows
 * it first, so that it stands in one place at every moment. `draft` is what another visit left, `onDraft` hears what is left of this one, `onExpired` is
 * called when the sign-in has ended. Mount it anew for another conversation.
 */
export function useReply({
  conversation,
  draft,
  onDraft,
  onQueued,
  onExpired,
}: {
  conversation: string;
  draft: string;
  onDraft: (text: string) => void;
  onQueued: () => Promise<void>;
  onExpired: () => void;
}): Reply {
  const t = useTexts('thread');
  const sheet = useRef<HTMLTextAreaElement>(null);
  const timer = useRef(0);
  const typed = useRef(begun.get(conversation) ?? draft);
  /** Messages on their way, by id; empty before one has an id. What is stored beside them stays until the server has them. */
  const underWay = useRef(new Set<string>());
  const [left, setLeft] = useState(() => charactersLeft(''));
  const [problem, setProblem] = useState<'nothing' | 'long' | 'failed' | null>(null);
  const [isLocked, setLocked] = useState(false);

  const [store] = useState(() =>
    keepDraft(draft, {
      read: () => (underWay.current.size === 0 ? typed.current : null),
      write: async (text) => {
        await ask('keepReply', { conversation, text });
        const change = { draft: text ? { text, at: Date.now() } : undefined };
        await ask('noteConversation', { conversation, change });
        if (!text) await ask('forgetDeletedReply', conversation);
        onDraft(text);
      },
    }),
  );
  const keep = async (): Promise<void> => {
    clearTimeout(timer.current);
    const text = typed.current;
    const isStored = await store();
    if (isStored && typed.current === text && underWay.current.size === 0) begun.delete(conversation);
  };
  const hold = (text: string): void => {
    typed.current = text;
    begun.set(conversation, text);
    setLeft(charactersLeft(text));
  };
  const take = (): void => {
    hold(sheet.current?.value ?? '');
    setProblem(null);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void keep(), rest);
  };
  const put = (text: string): void => {
    if (sheet.current) sheet.current.value = text;
    take();
  };

  const arrive = useEffectEvent(() => {
    const before = typed.current;
    if (sheet.current) sheet.current.value = before;
    setLeft(charactersLeft(before));
    void keep();
    // This tab may know more than the other devices: it keeps what was typed without a network.
    ask('readReply', conversation).then(
      (known) => known !== null && known !== before && sheet.current?.value === before && put(known),
      () => undefined,
    );
  });
  const keepNow = useEffectEvent(() => void keep());
  // Synchronises with the sheet, which belongs to the person, and with the end of the visit.
  useEffect(() => {
    arrive();
    const hidden = (): void => void (document.hidden && keepNow());
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      keepNow();
    };
  }, []);

  // Synchronises with the worker: only it knows when the server has committed, and when there is a network again.
  useEffect(() =>
    listen((event) => {
      if (event.t === 'line' && event.isConnected) void keep();
      const messageId =
        event.t === 'sent' ? event.sent.messageId : 'messageId' in event ? event.messageId : null;
      if (messageId === null || !underWay.current.delete(messageId)) return;
      void keep();
      if (event.t === 'stopped' && event.code === 'SESSION') onExpired();
    }),
  );

  const send = async (): Promise<void> => {
    const text = sheet.current?.value ?? '';
    if (underWay.current.has('')) return;
    if (text.trim() === '' || charactersLeft(text) < 0) {
      setProblem(text.trim() === '' ? 'nothing' : 'long');
      sheet.current?.focus();
      return;
    }
    try {
      underWay.current.add('');
      setLocked(true);
      clearTimeout(timer.current);
      const { messageId } = await ask('sendMessage', { conversation, text });
      underWay.current.add(messageId);
      await onQueued();
      hold('');
      if (sheet.current) sheet.current.value = '';
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      const why = whyUnsent(error.code);
      if (why === 'expired') onExpired();
      else setProblem(why);
    } finally {
      underWay.current.delete('');
      setLocked(false);
      void keep();
    }
  };
  const said = (): string | undefined => {
    if (problem === 'nothing') return t.writeFirst;
    if (isLocked) return t.sending;
    if (problem === 'long' || left < 0) return t.tooLong({ over: Math.max(1, -left) });
    if (problem === 'failed') return t.failed;
    return isNearlyFull(left) ? t.nearLimit({ left }) : undefined;
  };
  return {
    sheet,
    onInput: take,
    onSend: () => void send(),
    onLeave: () => void keep(),
    isLocked,
    state: said(),
    typed: typed.current,
    keep,
  };
}
