import type { ConversationRow } from '@beistand/client';
import { type ReactElement, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { navigate, useHistoryState } from 'wouter/use-browser-location';
import type { Texts } from '../text/generated/texts.ts';
import { useTexts } from '../text/texts.tsx';
import { sayLastWords } from '../thread/summary-of.ts';
import type { PaneName } from '../ui/panes.tsx';
import { UndoBar } from '../ui/undo-bar.tsx';
import { Failed } from '../worker/ask.ts';
import { acceptAndNote } from './accept-and-note.ts';
import styles from './desk.module.css';
import { Desk } from './desk.tsx';
import { Gone, ListsFailed, NewOnes, Offline, OpenFailed, Opening } from './desk-notices.tsx';
import { askSignedIn } from './gate.ts';
import { KeysDialog } from './keys-dialog.tsx';
import { mineOf, owedAt } from './mine.ts';
import { sayCentre } from './say-centre.ts';
import { codeOfFailure, sayCode } from './say-code.ts';
import { sayLeft } from './say-left.ts';
import { sayRowTime } from './say-when.ts';
import { useShown } from './shown-conversation.tsx';
import { heldBack, isGone, newestRows, shownRows } from './stable-list.ts';
import { useSigned } from './staff-context.ts';
import { type Taken, TakenDialog } from './taken-dialog.tsx';
import { useConversation } from './use-conversation.ts';
import { useLists } from './use-lists.ts';
import { useNow } from './use-now.ts';
import { useDraftsOf, useReading } from './use-reading.ts';
import { moveInLists, useShortcuts } from './use-shortcuts.ts';

type Place = { open?: string; pane?: PaneName };
type Tab = 'now' | 'waiting' | 'mine';

/** What waits, what is mine, and the one that is open. */
export function DeskPage(): ReactElement {
  const signed = useSigned();
  const { me, clock, staff, onSignOut, isConnected } = signed;
  const t = useTexts('counselling');
  const now = useNow();
  const lists = useLists();
  const [tab, setTab] = useState<Tab>('now');
  const place = (useHistoryState() ?? {}) as Place;
  const open = place.open ?? null;
  const shown = open ? (place.pane ?? 'main') : 'list';
  const [isShowingKeys, setShowingKeys] = useState(false);
  const [accepting, setAccepting] = useState<string | null>(null);
  const [undoable, setUndoable] = useState<string | null>(null);
  const [taken, setTaken] = useState<Taken | null>(null);
  const [notTaken, setNotTaken] = useState<{ id: string; code: string } | null>(null);
  /** What is written while its conversation is being accepted, by conversation. */
  const begun = useRef(new Map<string, string>());
  /** What stands in the sheet of the open one, to the last key. */
  const typed = useRef<string | null>(null);
  const [notice, setNotice] = useState('');
  const { conversation, code, wasWaiting, reload } = useConversation(open);
  const centreName = useCallback(
    (id: string | null | undefined): string => {
      const mine = me.centres.find(({ centre }) => centre === id);
      return mine ? sayCentre(t, mine) : staff.centre;
    },
    [me, t, staff],
  );

  const go = useCallback((next: Place) => navigate('/b', { state: next }), []);
  const onOpen = useCallback(
    (id: string) => {
      setUndoable(null);
      go({ open: id, pane: 'main' });
    },
    [go],
  );
  const openNow = useRef(open);
  // Synchronises with the history: what takes time asks it whether the same one is still open.
  useLayoutEffect(() => {
    openNow.current = open;
    typed.current = null;
  }, [open]);
  const row = open ? lists.mine.rows.get(open) : undefined;
  const waitingRow = open ? lists.waiting.rows.get(open) : undefined;
  useReading(conversation, row?.row.readSeq, lists);
  useDraftsOf(open, lists);

  // Synchronises with the document: what was opened begins at its name, on the phone too, where the list has gone.
  const focused = useRef<string | null>(null);
  const isThere = conversation !== null;
  useLayoutEffect(() => {
    if (!isThere || !open || focused.current === open) return;
    focused.current = open;
    document.getElementById('conversation')?.focus({ preventScroll: true });
  }, [isThere, open]);

  // Synchronises with the focus: whoever accepts goes on to write, and the row or button that had it goes.
  useLayoutEffect(() => {
    if (accepting && accepting === openNow.current)
      document.querySelector<HTMLElement>('main form textarea')?.focus();
  }, [accepting]);

  const onAccept = useCallback(async (): Promise<void> => {
    if (!open || accepting) return;
    setAccepting(open);
    setNotTaken(null);
    try {
      await acceptAndNote(open, () => {
        lists.take(open, waitingRow ? mineOf(waitingRow, centreName(waitingRow.centre), Date.now()) : null);
        setUndoable(open);
        setNotice(t.acceptedNow);
      });
      await Promise.all([reload(), lists.reload()]);
      const text = begun.current.get(open);
      begun.current.delete(open);
      // With its sheet no longer there, nobody else keeps it.
      if (text && openNow.current !== open) {
        const draft = { text, at: Date.now() };
        await askSignedIn('noteConversation', { conversation: open, change: { draft } });
        lists.patch(open, { row: { draft } });
      }
    } catch (failure) {
      const failed = codeOfFailure(failure);
      if (failed === 'TAKEN' || failed === 'NOT_WANTED' || failed === 'NOT_FOUND') {
        const by = failure instanceof Failed ? (failure.body?.by ?? null) : null;
        setTaken({ seeker: waitingRow?.name ?? null, by, begun: begun.current.get(open) ?? '' });
        begun.current.delete(open);
        void lists.reload();
      } else setNotTaken({ id: open, code: failed });
    } finally {
      setAccepting(null);
    }
  }, [open, accepting, lists, reload, t, waitingRow, centreName]);

  const onGiveBack = async (): Promise<void> => {
    if (!open) return;
    setUndoable(null);
    try {
      await askSignedIn('giveBack', open);
      setNotice(t.givenBack);
      await Promise.all([reload(), lists.reload()]);
      lists.settle();
    } catch (failure) {
      const failed = codeOfFailure(failure);
      setNotice(failed === 'NOT_WANTED' ? t.tooLateToGiveBack : sayCode(t, failed));
      void reload();
    }
  };

  const isWaiting = conversation?.state === 'waiting' && conversation.isChecked;
  const shortcuts = useMemo(
    () => ({
      j: () => moveInLists(1),
      k: () => moveInLists(-1),
      a: () => void (isWaiting && onAccept()),
      r: () => document.querySelector<HTMLElement>('main form textarea')?.focus(),
      '?': () => setShowingKeys(true),
    }),
    [isWaiting, onAccept],
  );
  useShortcuts(shortcuts);

  const nextWaiting = newestRows(lists.waiting).find((one) => one.conversation !== open);
  const shownConversation = useShown({
    conversation,
    lists,
    row: row?.row,
    waitingRow,
    centreName,
    accepting: accepting !== null && accepting === open,
    begun: begun.current,
    typed,
    problem: notTaken?.id === open ? sayCode(t, notTaken.code) : null,
    onAccept: () => void onAccept(),
    onGiveBack: () => void onGiveBack(),
    reload,
    onSaid: setNotice,
    undo:
      undoable === open && conversation?.mayGiveBack ? (
        <UndoBar
          words={t.accepted}
          undo={t.giveBack}
          onUndo={() => void onGiveBack()}
          onGone={() => setUndoable(null)}
        />
      ) : null,
    now,
  });

  return (
    <>
      <Desk
        staff={staff}
        onSignOut={onSignOut}
        tab={tab}
        onTab={(next) => {
          setTab(next as Tab);
          lists.settle();
        }}
        isLoading={lists.isLoading}
        problem={lists.code && <ListsFailed code={lists.code} onAgain={() => void lists.reload()} />}
        waiting={shownRows(lists.waiting).map((one) => {
          const left = sayLeft(t, one, now, clock.language, clock.timeZone);
          return {
            id: one.conversation,
            name: one.name ?? t.namelessPerson,
            topic: topicLine(one.topicTitle, centreName(one.centre), me.centres.length > 1),
            firstWords: one.firstWords ?? t.cannotOpen,
            left: left.words,
            remaining: left.remaining,
            isSoon: left.isSoon,
            isGone: isGone(lists.waiting, one.conversation),
          };
        })}
        held={heldBack(lists.waiting)}
        onShowHeld={lists.showHeld}
        onMoreWaiting={lists.waiting.next ? lists.moreWaiting : undefined}
        mine={shownRows(lists.mine).map((one) => {
          const due = owedAt(one);
          const promise = due === null ? null : { at: one.changedAt, answerDueAt: due };
          const left = promise && sayLeft(t, promise, now, clock.language, clock.timeZone);
          return {
            id: one.conversation,
            name: one.row.name ?? t.namelessPerson,
            lastWords: lastWordsOf(t, one.row),
            time: left?.words ?? sayRowTime(one.changedAt, now, clock, t.yesterday),
            isOwed: left !== null,
            isSoon: left?.isSoon ?? false,
            unread: one.unread,
            isGone: isGone(lists.mine, one.conversation),
          };
        })}
        owed={newestRows(lists.mine).filter((one) => owedAt(one) !== null).length}
        heldMine={heldBack(lists.mine)}
        onShowHeldMine={lists.showHeldMine}
        onMoreMine={lists.mine.next ? lists.moreMine : undefined}
        selected={open}
        onOpen={onOpen}
        shown={shown}
        onShow={(pane) => (pane === 'list' ? go({}) : go({ ...(open && { open }), pane }))}
        conversation={code && !conversation ? null : shownConversation}
        instead={
          open &&
          !taken &&
          (code === 'NOT_FOUND' ? (
            <Gone
              wasWaiting={wasWaiting || waitingRow !== undefined}
              begun={typed.current ?? row?.row.draft?.text ?? ''}
              onBack={() => {
                lists.settle();
                go({});
              }}
            />
          ) : code ? (
            <OpenFailed code={code} onAgain={() => void reload()} />
          ) : (
            <Opening />
          ))
        }
        banner={!isConnected && <Offline title={t.offline} note={t.offlineNote} />}
        onKeys={() => setShowingKeys(true)}
      />
      <div className={styles.said}>
        <p className="away" role="status">
          {notice}
        </p>
        <NewOnes count={heldBack(lists.waiting)} />
      </div>
      <KeysDialog isOpen={isShowingKeys} onClose={() => setShowingKeys(false)} />
      <TakenDialog
        taken={taken}
        next={
          nextWaiting ? { id: nextWaiting.conversation, name: nextWaiting.name ?? t.namelessPerson } : null
        }
        onClose={() => {
          setTaken(null);
          lists.settle();
          go({});
        }}
        onNext={(id) => {
          setTaken(null);
          lists.settle();
          onOpen(id);
        }}
      />
    </>
  );
}

const topicLine = (topic: string | null, centre: string, hasSeveral: boolean): string =>
  [topic ?? '', ...(hasSeveral ? [centre] : [])].filter(Boolean).join(' · ');

function lastWordsOf(t: Texts['counselling'], row: ConversationRow): string {
  if (row.draft) return t.draftLine({ text: row.draft.text });
  const words = sayLastWords(t, row);
  return words && row.isLastMine ? t.ownLine({ text: words }) : words;
}
