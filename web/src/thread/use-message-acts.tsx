import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ask, Failed } from '../worker/ask.ts';
import { EditBar } from './edit-bar.tsx';
import { menuButtonOf } from './message-menu.tsx';
import type { MessageAct } from './message-parts.ts';
import type { ThreadItem } from './thread.tsx';

export type MessageActs = {
  onAct: ((id: string, act: MessageAct) => void) | undefined;
  /** Stands instead of the writing bar while a message is being changed; null otherwise. */
  editing: ReactElement | null;
  /** The question before a message is deleted. */
  asking: ReactElement;
};

type Chosen = { conversation: string; id: string; act: MessageAct };

/** Changing and deleting what one wrote in a conversation; `mayAct` false shuts both. */
export function useMessageActs({
  conversation,
  items,
  mayAct,
  onQueued,
}: {
  conversation: string | null;
  items: readonly ThreadItem[];
  mayAct: boolean;
  /** Shows what has just been given to the outbox. */
  onQueued: () => Promise<void>;
}): MessageActs {
  const [last, setLast] = useState<Chosen | null>(null);
  const chosen = mayAct && last?.conversation === conversation ? last : null;
  const item = chosen && items.find((one) => one.kind === 'message' && one.id === chosen.id);
  const message = item?.kind === 'message' ? item : null;
  const isEditing = chosen?.act === 'edit' && message !== null;
  const isAsking = chosen?.act === 'delete' && message !== null;

  /** The message to go back to; empty when it has just been changed, and its menu with it. */
  const cameFrom = useRef<string | null>(null);
  // Synchronises with the focus: it goes back to the message one came from, or to where messages stand.
  const isBusy = isEditing || isAsking;
  useEffect(() => {
    if (isBusy || cameFrom.current === null) return;
    const back = menuButtonOf(cameFrom.current) ?? document.querySelector<HTMLElement>('[role=log]');
    // After the dialog has closed, which gives the focus back by itself.
    queueMicrotask(() => back?.focus({ preventScroll: true }));
    cameFrom.current = null;
  }, [isBusy]);
  const leave = (): void => setLast(null);
  const done = async (): Promise<void> => {
    cameFrom.current = '';
    await onQueued();
    leave();
  };

  return {
    onAct:
      mayAct && conversation !== null
        ? (id, act) => {
            cameFrom.current = id;
            setLast({ conversation, id, act });
          }
        : undefined,
    editing:
      isEditing && conversation !== null ? (
        <EditBar
          key={message.id}
          messageId={message.id}
          time={message.time}
          text={message.text}
          onLeave={leave}
          onSave={async (text) => {
            await ask('editMessage', { conversation, messageId: message.id, text });
            await done();
          }}
        />
      ) : null,
    asking: (
      <DeleteDialog
        isOpen={isAsking}
        onClose={leave}
        onDelete={async () => {
          if (!message || conversation === null) return;
          await ask('deleteMessage', { conversation, messageId: message.id });
          await done();
        }}
      />
    ),
  };
}

/** The writing bar, hidden and untouched as long as something else stands in its place. */
export function InsteadOf({ other, children }: { other: ReactNode; children: ReactNode }): ReactElement {
  return (
    <>
      <div hidden={other !== null}>{children}</div>
      {other}
    </>
  );
}

/** Says what goes and what stays, then one button named by the act. */
export function DeleteDialog({
  isOpen,
  onClose,
  onDelete,
}: {
  isOpen: boolean;
  onClose: () => void;
  onDelete: () => Promise<void>;
}): ReactElement {
  const t = useTexts('thread');
  const [hasFailed, setFailed] = useState(false);
  const close = (): void => {
    setFailed(false);
    onClose();
  };
  const act = async (): Promise<void> => {
    try {
      await onDelete();
      setFailed(false);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      setFailed(true);
    }
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={t.deleteTitle}
      unchanged={t.deleteStays}
      actions={
        <>
          <Button kind="second" onClick={close}>
            {t.deleteNot}
          </Button>
          <Button kind="danger" onClick={() => void act()}>
            {t.deleteAct}
          </Button>
        </>
      }
    >
      <p>{t.deleteNote}</p>
      {hasFailed && <p role="alert">{t.deleteFailed}</p>}
    </Dialog>
  );
}
