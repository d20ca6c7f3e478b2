import { limits } from '@beistand/contract';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import type { WriteBarProps } from '../thread/thread.tsx';
import { ask, listen } from '../worker/ask.ts';
import { askSignedIn } from './gate.ts';
import { codeOfFailure, sayCode } from './say-code.ts';

const SAVE_AFTER = 700;
const MOST = limits.message.mostCharacters;
const COUNT_FROM = MOST * 0.9;

type Sending = { messageId: string; text: string; state: 'sending' | 'waiting' | 'stopped'; code: string };
type Draft = 'none' | 'typing' | 'saved' | 'unsaved';

export type Composer = { write: WriteBarProps; sheet: RefObject<HTMLTextAreaElement | null> };

/**
 * Writing in one conversation. The text leaves the sheet only after the server has committed it; until then it stands
 * there, and as a draft in the sealed row. Mount it anew for another conversation.
 */
export function useComposer({
  conversation,
  draft,
  onSent,
  onDraft,
}: {
  conversation: string;
  /** What was begun before. */
  draft: string;
  onSent: () => void;
  /** The draft as it is saved now; empty when there is none. */
  onDraft: (text: string) => void;
}): Composer {
  const t = useTexts('counselling');
  const sheet = useRef<HTMLTextAreaElement>(null);
  const [sending, setSending] = useState<Sending | null>(null);
  const [saved, setSaved] = useState<Draft>(draft ? 'saved' : 'none');
  const [problem, setProblem] = useState('');
  const [length, setLength] = useState(draft.length);
  const stored = useRef(draft);
  /** What the sheet says, also after it has gone. */
  const typed = useRef(draft);
  const writing = useRef(Promise.resolve());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const current = useRef<Sending | null>(null);
  const become = useCallback((next: Sending | null) => {
    current.current = next;
    setSending(next);
  }, []);

  const save = useCallback(() => {
    clearTimeout(timer.current);
    const write = async (): Promise<void> => {
      const text = typed.current;
      // What is under way stands in the outbox; as a draft it would come back after it was sent.
      const isUnderWay = current.current?.text === text && current.current.state !== 'stopped';
      if (text === stored.current || isUnderWay) return;
      try {
        const change = text ? { draft: { text, at: Date.now() } } : { draft: undefined };
        await askSignedIn('noteConversation', { conversation, change });
        stored.current = text;
        setSaved(text ? 'saved' : 'none');
        onDraft(text);
      } catch {
        // Offline or refused: the text still stands in the sheet, and the line under it says that only there.
        setSaved('unsaved');
      }
    };
    // One after the other, each with what stands there in its turn: a sent text must not come back as a draft.
    writing.current = writing.current.then(write);
    return writing.current;
  }, [conversation, onDraft]);

  // Synchronises with the sheet, which is the browser's: it is filled once and emptied once the server has committed.
  useEffect(() => {
    if (sheet.current && sheet.current.value === '') sheet.current.value = draft;
    ask('outbox').then(
      (rows) => {
        const row = rows.findLast((one) => one.conversation === conversation && one.body.t === 'text');
        if (row?.body.t !== 'text' || current.current) return;
        const text = row.body.x;
        typed.current = text;
        if (sheet.current) sheet.current.value = text;
        become({
          messageId: row.messageId,
          text,
          state: row.stoppedBy ? 'stopped' : 'sending',
          code: row.stoppedBy ?? '',
        });
      },
      () => undefined,
    );
    const leave = (): void => {
      if (document.visibilityState === 'hidden') void save();
    };
    document.addEventListener('visibilitychange', leave);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      void save();
    };
  }, [conversation]);

  // Synchronises with the worker, which sends in the background and tries again by itself.
  useEffect(
    () =>
      listen((event) => {
        const now = current.current;
        if (!now) return;
        if (event.t === 'sent' && event.sent.messageId === now.messageId) {
          if (sheet.current && typed.current === now.text) sheet.current.value = '';
          if (typed.current === now.text) typed.current = '';
          setLength(typed.current.length);
          become(null);
          setSaved('none');
          void save();
          onSent();
        }
        if (event.t === 'waiting' && event.messageId === now.messageId) become({ ...now, state: 'waiting' });
        if (event.t === 'stopped' && event.messageId === now.messageId && event.code !== 'SESSION')
          become({ ...now, state: 'stopped', code: event.code });
      }),
    [become, onSent, save],
  );

  const onInput = (): void => {
    typed.current = sheet.current?.value ?? '';
    setProblem('');
    setLength(typed.current.length);
    setSaved(typed.current ? 'typing' : 'none');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), SAVE_AFTER);
  };
  const onSend = async (): Promise<void> => {
    const now = current.current;
    if (now && now.state !== 'stopped') return;
    const text = sheet.current?.value ?? '';
    if (text.trim() === '') return setProblem(t.writeFirst);
    if (text.length > MOST) return setProblem(t.tooLong({ n: text.length - MOST }));
    setProblem('');
    clearTimeout(timer.current);
    try {
      if (now?.text === text) {
        become({ ...now, state: 'sending' });
        await ask('retryMessage', now.messageId);
        return;
      }
      if (now) await ask('dropMessage', now.messageId);
      const { messageId } = await askSignedIn('sendMessage', { conversation, text });
      become({ messageId, text, state: 'sending', code: '' });
    } catch (failure) {
      setProblem(sayCode(t, codeOfFailure(failure)));
    }
  };

  const isUnderWay = sending !== null && sending.state !== 'stopped';
  const states: Record<Draft, string> = {
    none: '',
    typing: '',
    saved: t.draftSaved,
    unsaved: t.draftUnsaved,
  };
  const word =
    problem ||
    (sending?.state === 'stopped' && `${t.notSent} ${sayCode(t, sending.code)}`) ||
    (sending?.state === 'waiting' && t.sendWaiting) ||
    (sending && t.sendUnderWay) ||
    (length > COUNT_FROM && t.charactersLeft({ n: MOST - length })) ||
    states[saved];
  return {
    sheet,
    write: {
      sheet,
      onInput,
      onSend: () => void onSend(),
      state: word,
      isSentByEnter: false,
      isLocked: isUnderWay,
      onLeave: () => void save(),
    },
  };
}
