import type { ListedConversation } from '@beistand/client';
import {
  type ReactElement,
  type RefObject,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useSeeker } from '../account/seeker.ts';
import { sendWith, useAttach } from '../attachment/use-attach.tsx';
import { useUploads } from '../attachment/use-uploads.ts';
import { withFiles } from '../attachment/with-files.tsx';
import { useTexts } from '../text/texts.tsx';
import { ask } from '../worker/ask.ts';
import { itemsOf, type Spoken } from './items-of.ts';
import { MoveOffer } from './move-offer.tsx';
import { promisedAt } from './promised-at.ts';
import { readersOf, responsibleOf } from './readers-of.ts';
import { SeekerConversation } from './seeker-conversation.tsx';
import { isStop } from './stop-codes.ts';
import { summaryOf } from './summary-of.ts';
import { TalkBanner } from './talk-banner.tsx';
import type { ThreadItem } from './thread.tsx';
import { useMessageActs } from './use-message-acts.tsx';
import { useNewestInSight } from './use-newest-in-sight.ts';
import { useReply } from './use-reply.ts';
import { type Talk, useTalk } from './use-talk.ts';
import { WaitingCard } from './waiting-card.tsx';

/** How many entries stand there at first; earlier ones come in as many again. */
const shownAtOnce = 50;

/** One conversation, alive: read, written, kept up to date. */
export function TalkingIn({
  listed,
  onDraft,
  onAll,
  onSignOut,
}: {
  listed: ListedConversation;
  /** What is half written here, as it is stored now; empty when nothing is. */
  onDraft: (text: string) => void;
  onAll: (() => void) | undefined;
  onSignOut: () => void;
}): ReactElement {
  const { frame, name, leave, beforeLock, isMine } = useSeeker();
  const { conversation, centreName } = listed;
  const t = useTexts('thread');
  const talk = useTalk(conversation);
  const reply = useReply({
    conversation,
    draft: listed.row.draft?.text ?? '',
    onDraft,
    onQueued: talk.readOutbox,
    onExpired: () => leave('expired'),
  });
  const scroller = useRef<HTMLDivElement>(null);
  const { shown, showOlder } = useOlder(scroller);
  const toEnd = useNewestInSight(scroller, conversation, false);
  const [isReady, setReady] = useState(false);
  const [readSeq] = useState(listed.row.readSeq ?? 0);
  const { open, failure } = talk;
  const entries = open?.entries ?? [];
  const covers = open?.covers;
  const spoken: Spoken = useMemo(
    () => ({
      t,
      ...(covers && { covers }),
      language: document.documentElement.lang,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
    [t, covers],
  );
  const attach = useAttach({ conversation, isHeld: false });
  const uploads = useUploads(conversation, entries, () => leave('expired'));
  const said = itemsOf(entries.slice(-shown), readSeq, talk.underWay, spoken).map((item) =>
    open?.isChecked && !open.frozen ? withOffer(item, conversation, open.centre) : item,
  );
  const items: ThreadItem[] = withFiles(said, { conversation, uploads, asksToSave: !isMine });
  const counsellor = responsibleOf(entries);
  const dueAt = open && promisedAt(open);
  if (dueAt)
    items.push({
      kind: 'card',
      id: 'waiting',
      content: <WaitingCard dueAt={dueAt} centre={listed.centre} spoken={spoken} />,
    });
  const mayWrite = !isStop(failure ?? '') && !open?.frozen && open?.state !== 'orphan';
  const acts = useMessageActs({
    conversation,
    items,
    mayAct: mayWrite && open?.isChecked === true,
    onQueued: talk.readOutbox,
  });

  // Synchronises with the app: before the keys go, what is half written is kept.
  useEffect(() => {
    setReady(true);
    beforeLock.current = reply.keep;
    return () => {
      beforeLock.current = null;
    };
  });
  const expire = useEffectEvent(() => leave('expired'));
  // Synchronises with the server: it ended the session.
  useEffect(() => {
    if (failure === 'SESSION') expire();
  }, [failure]);
  useReadMark(talk, listed);

  return (
    <SeekerConversation
      frame={frame}
      counsellor={
        counsellor === null ? null : { name: counsellor, role: t.counsellorOf({ centre: centreName }) }
      }
      centre={centreName}
      readers={readersOf(entries, centreName, spoken)}
      name={name ?? ''}
      banner={<TalkBanner talk={talk} />}
      thread={{
        ref: scroller,
        items,
        onOlder: entries.length > shown ? showOlder : undefined,
        onTryAgain: mayWrite ? talk.retry : undefined,
        onDiscard: talk.discard,
        onAct: acts.onAct,
      }}
      write={
        mayWrite
          ? {
              ...reply,
              add: attach.control,
              tray: attach.tray,
              onSend: () => {
                toEnd();
                sendWith(attach, reply);
              },
              state: reply.state ?? (open?.isChecked === false ? t.checking : undefined),
              hasWord: false,
              isSentByEnter: matchMedia('(min-width: 820px) and (pointer: fine)').matches,
            }
          : null
      }
      begun={reply.typed}
      acts={acts}
      onAll={onAll}
      onSignOut={onSignOut}
      isReady={isReady && open !== null}
    />
  );
}

/** A suggestion with the way to follow it, which is for who asks alone. */
function withOffer(item: ThreadItem, conversation: string, centre: string | null): ThreadItem {
  if (item.kind !== 'message' || !item.handover) return item;
  const { handover } = item;
  const isThere = handover.centre === centre;
  return { ...item, content: <MoveOffer {...{ conversation, handover, isThere }} /> };
}

/** What has been seen is noted in the sealed row, so that no device shows it as new again. */
function useReadMark({ open }: Talk, { conversation, row }: ListedConversation): void {
  const noted = useRef(row.readSeq ?? 0);
  // Synchronises with the window: only what stands before eyes is read.
  useEffect(() => {
    const note = (): void => {
      if (!open?.isChecked || document.hidden || open.seq <= noted.current) return;
      noted.current = open.seq;
      const change = { readSeq: open.seq, ...summaryOf(open.entries) };
      // A mark that isn't noted only shows "new" once more.
      ask('noteConversation', { conversation, change }).catch(() => undefined);
    };
    note();
    document.addEventListener('visibilitychange', note);
    return () => document.removeEventListener('visibilitychange', note);
  }, [open, conversation]);
}

/** Earlier messages come in above; what was being read stays where it is. */
function useOlder(scroller: RefObject<HTMLDivElement | null>): { shown: number; showOlder: () => void } {
  const [shown, setShown] = useState(shownAtOnce);
  const fromEnd = useRef<number | null>(null);
  // Synchronises with the scroller: at its very top the browser keeps no place by itself.
  // biome-ignore lint/correctness/useExhaustiveDependencies: more has come in above only when this changes
  useLayoutEffect(() => {
    const node = scroller.current;
    if (node && fromEnd.current !== null) node.scrollTop = node.scrollHeight - fromEnd.current;
    fromEnd.current = null;
  }, [shown]);
  const showOlder = (): void => {
    const node = scroller.current;
    fromEnd.current = node && node.scrollHeight - node.scrollTop;
    setShown((before) => before + shownAtOnce);
  };
  return { shown, showOlder };
}
