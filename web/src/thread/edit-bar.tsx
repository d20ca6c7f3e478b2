import { type ReactElement, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { WritingLine } from '../ui/sheet.tsx';
import { ask, Failed } from '../worker/ask.ts';
import { charactersLeft, isNearlyFull } from './characters-left.ts';
import styles from './thread.module.css';

/** Milliseconds without a key after which what was typed is kept. */
const rest = 700;

// Where the browser keeps nothing, what was begun stands in the sheet alone: a change is lost by a reload, the message never.
/** What is kept of a change that was begun, by the message's own id, in this tab. */
const keep = (messageId: string, text: string): Promise<unknown> =>
  ask('keepReply', { conversation: messageId, text }).catch(() => undefined);
const forget = (messageId: string): Promise<unknown> =>
  keep(messageId, '').then(() => ask('forgetDeletedReply', messageId).catch(() => undefined));

/**
 * Another text for a message that was sent. What was begun is kept in this tab, also when Esc leaves it; only saying so
 * throws it away. Mount it anew for another message.
 */
export function EditBar({
  messageId,
  time,
  text,
  onSave,
  onLeave,
}: {
  messageId: string;
  time: string;
  text: string;
  /** Resolves once it stands in the outbox. */
  onSave: (text: string) => Promise<void>;
  onLeave: () => void;
}): ReactElement {
  const t = useTexts('thread');
  const sheet = useRef<HTMLTextAreaElement>(null);
  const timer = useRef(0);
  const [left, setLeft] = useState(() => charactersLeft(text));
  const [problem, setProblem] = useState('');
  const [isLocked, setLocked] = useState(false);

  const put = (words: string): void => {
    if (!sheet.current) return;
    sheet.current.value = words;
    setLeft(charactersLeft(words));
  };
  const arrive = useEffectEvent(() => {
    put(text);
    sheet.current?.focus();
    sheet.current?.setSelectionRange(text.length, text.length);
    ask('readReply', messageId).then(
      (begun) => begun && sheet.current?.value === text && put(begun),
      () => undefined,
    );
  });
  // Synchronises with the sheet, which belongs to the person.
  useEffect(() => {
    arrive();
    return () => clearTimeout(timer.current);
  }, []);

  const onInput = (): void => {
    const now = sheet.current?.value ?? '';
    setLeft(charactersLeft(now));
    setProblem('');
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void keep(messageId, now), rest);
  };
  const drop = (): void => {
    clearTimeout(timer.current);
    void forget(messageId);
    onLeave();
  };
  const save = async (): Promise<void> => {
    const now = sheet.current?.value ?? '';
    if (isLocked) return;
    if (now === text) return drop();
    if (now.trim() === '') return setProblem(t.writeFirst);
    if (charactersLeft(now) < 0) return setProblem(t.tooLong({ over: -charactersLeft(now) }));
    setLocked(true);
    try {
      await onSave(now);
      drop();
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      setProblem(error.code === 'NOT_WANTED' ? t.editGone : t.notEdited);
      setLocked(false);
    }
  };
  return (
    <form
      className={styles.bar}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className={styles.editing}>{t.editing({ time })}</p>
      <WritingLine
        ref={sheet}
        label={t.editLabel}
        onInput={onInput}
        readOnly={isLocked}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            void keep(messageId, sheet.current?.value ?? '');
            onLeave();
          } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save();
        }}
        state={problem || (isNearlyFull(left) && t.nearLimit({ left })) || undefined}
        isBox
        send={
          <>
            <Button kind="quiet" onClick={drop}>
              {t.editNot}
            </Button>
            <Button type="submit" busy={isLocked}>
              {t.editSave}
            </Button>
          </>
        }
      />
    </form>
  );
}
