import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { charactersLeft, isNearlyFull } from '../thread/characters-left.ts';
import { keepDraft } from '../thread/keep-draft.ts';
import type { WriteBarProps } from '../thread/thread.tsx';
import { ask, listen } from '../worker/ask.ts';
import { askSignedIn } from './gate.ts';
import { codeOfFailure, sayCode } from './say-code.ts';

const SAVE_AFTER = 700;

type Sending = { messageId: string; text: string; state: 'sending' | 'waiting' | 'stopped'; code: string };
type Draft = 'none' | 'typing' | 'saved' | 'unsaved';

/**
 * Writing in one conversation. The text leaves the sheet only after the server has committed it; until then it stands
 * there, and as a draft in the sealed row. Mount it anew for another conversation.
 */
export function useComposer({
  conversation,
  draft,
  begun,
  isHeld,
  onSent,
  onDraft,
  onTyped,
}: {
  conversation: string;
  /** What was begun before. */
  draft: string;
  /** What is written during a hold and stored nowhere yet, by conversation. */
  begun: Map<string, string>;
  /** It isn't mine to write in yet, but will be in a moment: nothing is stored or sent before. */
  isHeld: boolean;
  onSent: () => void;
  /** Every key: should the conversation end in mid-sentence, the page still has it. Empty once it was sent. */
  onTyped: (text: string) => void;
  /** The draft as it is saved now; empty when there is none. */
  onDraft: (text: string) => void;
}): WriteBarProps {
  const t = useTexts('counselling');
  const sheet = useRef<HTMLTextAreaElement>(null);
  const [sending, setSending] = useState<Sending | null>(null);
  const [saved, setSaved] = useState<Draft>(draft ? 'saved' : 'none');
  const [problem, setProblem] = useState('');
  const [left, setLeft] = useState(() => charactersLeft(begun.get(conversation) ?? draft));
  /** What the sheet says, also after it has gone. */
  const typed = useRef(begun.get(conversation) ?? draft);
  const held = useRef(isHeld);
  const isWanted = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const current = useRef<Sending | null>(null);
  const become = (next: Sending | null): void => {
    current.current = next;
    setSending(next);
  };

  const [store] = useState(() =>
    keepDraft(draft, {
      read: () => {
        const now = current.current;
        if (held.current) return null;
        return now?.text === typed.current && now.state !== 'stopped' ? null : typed.current;
      },
      write: async (text) => {
        const change = { draft: text ? { text, at: Date.now() } : undefined };
        await askSignedIn('noteConversation', { conversation, change });
        setSaved(text ? 'saved' : 'none');
        onDraft(text);
      },
    }),
  );
  const save = async (): Promise<void> => {
    clearTimeout(timer.current);
    if (!(await store())) setSaved('unsaved');
  };

  // Synchronises with the sheet, which is the browser's: it is filled once and emptied once the server has committed.
  const arrive = useEffectEvent(() => {
    if (sheet.current && sheet.current.value === '') sheet.current.value = typed.current;
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
  });
  const saveNow = useEffectEvent(() => void save());
  useEffect(() => {
    arrive();
    const leave = (): void => {
      if (document.visibilityState === 'hidden') saveNow();
    };
    document.addEventListener('visibilitychange', leave);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      saveNow();
    };
  }, []);

  const release = useEffectEvent(() => {
    held.current = isHeld;
    if (isHeld) return;
    void save();
    if (isWanted.current) void onSend();
    isWanted.current = false;
  });
  // Synchronises with the server: from now on what is written here can be stored and sent.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it happens once, when the hold ends
  useEffect(() => release(), [isHeld]);

  // Synchronises with the worker, which sends in the background and tries again by itself.
  useEffect(() =>
    listen((event) => {
      if (event.t === 'line' && event.isConnected) void save();
      const now = current.current;
      if (!now) return;
      if (event.t === 'sent' && event.sent.messageId === now.messageId) {
        if (sheet.current && typed.current === now.text) sheet.current.value = '';
        if (typed.current === now.text) typed.current = '';
        onTyped(typed.current);
        setLeft(charactersLeft(typed.current));
        become(null);
        setSaved('none');
        void save();
        onSent();
      }
      if (event.t === 'waiting' && event.messageId === now.messageId) become({ ...now, state: 'waiting' });
      if (event.t === 'stopped' && event.messageId === now.messageId && event.code !== 'SESSION')
        become({ ...now, state: 'stopped', code: event.code });
    }),
  );

  const onInput = (): void => {
    typed.current = sheet.current?.value ?? '';
    if (isHeld) begun.set(conversation, typed.current);
    onTyped(typed.current);
    setProblem('');
    setLeft(charactersLeft(typed.current));
    setSaved(typed.current ? 'typing' : 'none');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), SAVE_AFTER);
  };
  const onSend = async (): Promise<void> => {
    const now = current.current;
    if (now && now.state !== 'stopped') return;
    if (isHeld) {
      isWanted.current = true;
      return;
    }
    const text = sheet.current?.value ?? '';
    if (text.trim() === '') return setProblem(t.writeFirst);
    const over = -charactersLeft(text);
    if (over > 0) return setProblem(t.tooLong({ n: over }));
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
    (isHeld && t.accepting) ||
    (left < 0 && t.tooLong({ n: -left })) ||
    (isNearlyFull(left) && t.charactersLeft({ n: left })) ||
    states[saved];
  return {
    sheet,
    onInput,
    onSend: () => void onSend(),
    state: word,
    isSentByEnter: false,
    isLocked: isUnderWay,
    onLeave: () => void save(),
  };
}
