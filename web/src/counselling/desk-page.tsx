import type { OpenConversation as Judged } from '@beistand/client';
import type { Contract, Output } from '@beistand/contract';
import {
  type ReactElement,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { navigate, useHistoryState } from 'wouter/use-browser-location';
import { useTexts } from '../text/texts.tsx';
import { WriteBar } from '../thread/thread.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Choice } from '../ui/field.tsx';
import { refreshCw, triangleAlert } from '../ui/icons.ts';
import { Bars } from '../ui/list.tsx';
import type { PaneName } from '../ui/staff-frame.tsx';
import { UndoBar } from '../ui/undo-bar.tsx';
import { ask, Failed, listen } from '../worker/ask.ts';
import styles from './desk.module.css';
import { Desk, type OpenConversation } from './desk.tsx';
import { askSignedIn } from './gate.ts';
import { peopleAndKeys } from './people-and-keys.ts';
import { codeOfFailure, sayCode } from './say-code.ts';
import { rowOf, sayEntries } from './say-entries.ts';
import { sayLeft } from './say-left.ts';
import { sayMoment, sayRowTime } from './say-when.ts';
import { heldBack, isGone } from './stable-list.ts';
import { useSigned } from './staff-context.ts';
import { useComposer } from './use-composer.ts';
import { useConversation } from './use-conversation.ts';
import { idOf, type Lists, useLists } from './use-lists.ts';
import { useNewestInSight } from './use-newest-in-sight.ts';
import { areShortcutsOn, moveInLists, turnShortcuts, useShortcuts } from './use-shortcuts.ts';

type Topics = Output<Contract['listTopics']>['topics'];
type Place = { open?: string; pane?: PaneName };
type Tab = 'now' | 'waiting' | 'mine';

/** Once a minute: what remains of a promise is told in minutes. */
function useNow(): number {
  const [now, setNow] = useState(Date.now);
  // Synchronises with the clock.
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** What waits, what is mine, and the one that is open. */
export function DeskPage(): ReactElement {
  const signed = useSigned();
  const { me, clock, staff, onSignOut, isConnected } = signed;
  const t = useTexts('counselling');
  const thread = useTexts('thread');
  const now = useNow();
  const lists = useLists();
  const [tab, setTab] = useState<Tab>('now');
  const place = (useHistoryState() ?? {}) as Place;
  const open = place.open ?? null;
  const shown = open ? (place.pane ?? 'main') : 'list';
  const topics = useTopics();
  const [isShowingKeys, setShowingKeys] = useState(false);
  const [accepting, setAccepting] = useState<string | null>(null);
  const [undoable, setUndoable] = useState<string | null>(null);
  const [taken, setTaken] = useState<{ seeker: string; by: string | null } | null>(null);
  const [notice, setNotice] = useState('');
  const { conversation, code, reload } = useConversation(open);
  const centreName = (id: string | null | undefined): string =>
    me.centres.find(({ centre }) => centre === id)?.name ?? staff.centre;

  const go = useCallback((next: Place) => navigate('/b', { state: next }), []);
  const onOpen = useCallback(
    (id: string) => {
      setUndoable(null);
      go({ open: id, pane: 'main' });
    },
    [go],
  );
  const row = lists.mine.newest.find((one) => one.conversation === open);
  const waitingRow = lists.waiting.shown.find((one) => one.conversation === open);
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

  const onAccept = useCallback(async (): Promise<void> => {
    if (!open || accepting) return;
    setAccepting(open);
    try {
      await askSignedIn('accept', open);
      lists.take(open);
      const judged = await ask('openConversation', open);
      await ask('noteConversation', {
        conversation: open,
        change: { ...rowOf(judged.entries), readSeq: judged.seq },
      });
      setUndoable(open);
      setNotice(t.acceptedNow);
      await Promise.all([reload(), lists.reload()]);
      lists.showHeldMine();
      document.querySelector<HTMLElement>('main form textarea')?.focus();
    } catch (failure) {
      const failed = codeOfFailure(failure);
      if (failed === 'TAKEN' || failed === 'NOT_WANTED' || failed === 'NOT_FOUND') {
        const by = failure instanceof Failed ? (failure.body?.by ?? null) : null;
        setTaken({ seeker: waitingRow?.name ?? t.namelessPerson, by });
        void lists.reload();
      } else setNotice(sayCode(t, failed));
    } finally {
      setAccepting(null);
    }
  }, [open, accepting, lists, reload, t, waitingRow]);

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

  const nextWaiting = lists.waiting.newest.find((one) => one.conversation !== open);
  const shownConversation = useShown({
    conversation,
    topics,
    lists,
    row: row?.row,
    waitingRow,
    centreName,
    accepting: accepting === open,
    onAccept: () => void onAccept(),
    onGiveBack: () => void onGiveBack(),
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
        waiting={lists.waiting.shown.map((one) => {
          const left = sayLeft(t, one, now, clock.language, clock.timeZone);
          return {
            id: one.conversation,
            name: one.name ?? t.namelessPerson,
            topic: topicLine(one.topicTitle, centreName(one.centre), me.centres.length > 1),
            firstWords: one.firstWords ?? t.cannotOpen,
            left: left.words,
            remaining: left.remaining,
            isSoon: left.isSoon,
            isGone: isGone(lists.waiting, one.conversation, idOf),
          };
        })}
        held={heldBack(lists.waiting, idOf).length}
        onShowHeld={lists.showHeld}
        onMoreWaiting={lists.nextWaiting ? lists.moreWaiting : undefined}
        mine={lists.mine.shown.map((one) => ({
          id: one.conversation,
          name: one.row.name ?? t.namelessPerson,
          lastWords: one.row.draft ? t.draftLine({ text: one.row.draft.text }) : (one.row.lastWords ?? ''),
          time: sayRowTime(one.changedAt, now, clock, t.yesterday),
          unread: one.unread,
        }))}
        heldMine={heldBack(lists.mine, idOf).length}
        onShowHeldMine={lists.showHeldMine}
        onMoreMine={lists.nextMine ? lists.moreMine : undefined}
        selected={open}
        onOpen={onOpen}
        shown={shown}
        onShow={(pane) => (pane === 'list' ? go({}) : go({ ...(open && { open }), pane }))}
        conversation={code && !conversation ? null : shownConversation}
        instead={open && (code ? <OpenFailed code={code} onAgain={() => void reload()} /> : <Opening />)}
        banner={!isConnected && <Offline title={thread.offline} note={t.offlineNote} />}
        onKeys={() => setShowingKeys(true)}
      />
      <div className={styles.said}>
        <p className="away" role="status">
          {notice}
        </p>
        <NewOnes count={heldBack(lists.waiting, idOf).length} />
      </div>
      <Keys isOpen={isShowingKeys} onClose={() => setShowingKeys(false)} />
      <Taken
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

function useTopics(): Topics {
  const [topics, setTopics] = useState<Topics>([]);
  // Synchronises with the server; without topics a conversation only lacks its form of address.
  useEffect(() => {
    ask('topics').then(
      (answer) => setTopics(answer.topics),
      () => undefined,
    );
  }, []);
  return topics;
}

/** What is open and seen is read: the mark moves with the newest item while the page is visible. */
function useReading(conversation: Judged | null, readSeq: number | undefined, { patch }: Lists): void {
  const noted = useRef('');
  // Synchronises with the sealed row on the server.
  useEffect(() => {
    if (!conversation?.isChecked || conversation.state === 'waiting' || conversation.myRole === 0) return;
    const { conversation: id, seq, entries } = conversation;
    const note = (): void => {
      if (document.visibilityState !== 'visible' || noted.current === `${id}:${seq}`) return;
      noted.current = `${id}:${seq}`;
      const change = { ...rowOf(entries), readSeq: seq };
      patch(id, { unread: 0, isUnread: false, row: change });
      if ((readSeq ?? 0) >= seq) return;
      ask('noteConversation', { conversation: id, change }).catch(() => {
        noted.current = '';
      });
    };
    note();
    document.addEventListener('visibilitychange', note);
    return () => document.removeEventListener('visibilitychange', note);
  }, [conversation, readSeq, patch]);
}

/** A message that arrives while another conversation is open leaves no draft behind. */
function useDraftsOf(open: string | null, { patch }: Lists): void {
  // Synchronises with the worker, which sends in the background.
  useEffect(
    () =>
      listen((event) => {
        if (event.t !== 'sent' || event.conversation === open) return;
        patch(event.conversation, { row: { draft: undefined } as object });
        ask('noteConversation', {
          conversation: event.conversation,
          change: { draft: undefined } as object,
        }).catch(() => undefined);
      }),
    [open, patch],
  );
}

type ShownProps = {
  conversation: Judged | null;
  topics: Topics;
  lists: Lists;
  row: Lists['mine']['newest'][number]['row'] | undefined;
  waitingRow: Lists['waiting']['shown'][number] | undefined;
  centreName: (id: string | null | undefined) => string;
  accepting: boolean;
  onAccept: () => void;
  onGiveBack: () => void;
  undo: ReactNode;
  now: number;
};

/** The open conversation in words. */
function useShown({
  conversation,
  topics,
  lists,
  row,
  waitingRow,
  centreName,
  accepting,
  onAccept,
  onGiveBack,
  undo,
  now,
}: ShownProps): OpenConversation | null {
  const { clock } = useSigned();
  const t = useTexts('counselling');
  const thread = useTexts('thread');
  const scroller = useRef<HTMLDivElement>(null);
  const checked = useChecked(conversation?.centre ?? null);
  const id = conversation?.conversation ?? null;
  const newFrom = useNewFrom(id, row?.readSeq);
  useNewestInSight(scroller, id);
  if (!conversation) return null;
  const { entries } = conversation;
  const centre = centreName(conversation.centre);
  const known = rowOf(entries);
  const name = known.name ?? row?.name ?? waitingRow?.name ?? t.namelessPerson;
  const topicTitle = known.topic ?? row?.topic ?? waitingRow?.topicTitle ?? '';
  const topic = topics.find(({ title }) => title === topicTitle);
  const address = topic && (topic.address === 'sie' ? t.addressSie : t.addressDu);
  const first = entries[0];
  const due = conversation.answeredAt === null ? conversation.answerDueAt : null;
  const facts = [
    { label: t.nameHere, value: name },
    ...(topicTitle ? [{ label: t.topic, value: topicTitle }] : []),
    ...(first ? [{ label: t.wroteFirst, value: sayMoment(first.at, now, clock, t.today) }] : []),
    ...(due ? [{ label: t.promisedBy, value: sayMoment(due, now, clock, t.today) }] : []),
  ];
  return {
    name,
    under: [topicTitle, address, centre].filter(Boolean).join(' · '),
    facts,
    people: peopleAndKeys(entries, { t, clock, centre, checked, seeker: name }),
    thread: {
      ref: scroller,
      items: sayEntries(entries, { t, thread, clock, newFrom, centre, seeker: name }),
    },
    banner: <ConversationBanner conversation={conversation} />,
    undo,
    state: stateOf(conversation, {
      t,
      accepting,
      onAccept,
      onGiveBack,
      // Without the lists a draft from before would not be known, and typing would write over it.
      compose: !lists.isLoading && (
        <Compose
          key={conversation.conversation}
          conversation={conversation.conversation}
          draft={row?.draft?.text ?? ''}
          lists={lists}
        />
      ),
    }),
  };
}

/** The read mark as it stood when the conversation was opened: what came after it stays marked as new. */
function useNewFrom(id: string | null, readSeq: number | undefined): number | null {
  const from = useRef<{ id: string | null; seq: number | null }>({ id: null, seq: null });
  if (from.current.id !== id) from.current = { id, seq: readSeq ?? null };
  return from.current.seq;
}

/** Whose keys in this centre I know to be theirs. */
function useChecked(centre: string | null): Parameters<typeof peopleAndKeys>[1]['checked'] {
  const [checked, setChecked] = useState<Parameters<typeof peopleAndKeys>[1]['checked']>(new Map());
  // Synchronises with the centre's log; until it is read nobody is called checked.
  useEffect(() => {
    if (!centre) return;
    ask('describeCentre', centre).then(
      ({ people }) => setChecked(new Map(people.map((person) => [person.account, person.checked]))),
      () => undefined,
    );
  }, [centre]);
  return checked;
}

type StateProps = {
  t: ReturnType<typeof useTexts<'counselling'>>;
  accepting: boolean;
  onAccept: () => void;
  onGiveBack: () => void;
  compose: ReactNode;
};

function stateOf(
  conversation: Judged,
  { t, accepting, onAccept, onGiveBack, compose }: StateProps,
): OpenConversation['state'] {
  const { state, isChecked, frozen, myRole, mayGiveBack } = conversation;
  if (frozen) return { kind: 'still', note: t.frozenNote };
  if (!isChecked || !compose) return { kind: 'still', note: t.beingChecked };
  if (state === 'waiting')
    return { kind: 'waiting', note: t.acceptNote({ readers: t.readersAfter }), isBusy: accepting, onAccept };
  if (state === 'orphan') return { kind: 'still', note: t.failOrphan };
  const writes = myRole === 2 || myRole === 3;
  if (!writes) return { kind: 'still', note: t.readsOnly };
  return { kind: 'mine', write: compose, ...(mayGiveBack && { onGiveBack }) };
}

function ConversationBanner({ conversation }: { conversation: Judged }): ReactElement | null {
  const t = useTexts('counselling');
  if (!conversation.frozen) return null;
  const isCentre = conversation.frozen === 'FALSE_CENTRE';
  return (
    <Banner kind="danger" title={t.frozenTitle}>
      {isCentre ? t.failFalseCentre : t.failFrozen} {t.frozenCode({ code: conversation.frozen })}
    </Banner>
  );
}

/** The composer of one conversation; made anew for another. */
function Compose({
  conversation,
  draft,
  lists,
}: {
  conversation: string;
  draft: string;
  lists: Lists;
}): ReactElement {
  const { patch } = lists;
  const onSent = useCallback(
    () => patch(conversation, { row: { draft: undefined } as object }),
    [conversation, patch],
  );
  const onDraft = useCallback(
    (text: string) =>
      patch(conversation, {
        row: (text ? { draft: { text, at: Date.now() } } : { draft: undefined }) as object,
      }),
    [conversation, patch],
  );
  const { write } = useComposer({ conversation, draft, onSent, onDraft });
  return <WriteBar {...write} hasWord />;
}

function Offline({ title, note }: { title: string; note: string }): ReactElement {
  return (
    <Banner kind="offline" title={title}>
      {note}
    </Banner>
  );
}

function Opening(): ReactElement {
  const frame = useTexts('frame');
  return <Bars rows={5} label={frame.loading} />;
}

function OpenFailed({ code, onAgain }: { code: string; onAgain: () => void }): ReactElement {
  const t = useTexts('counselling');
  const isStop = code === 'FALSE_CENTRE' || code === 'LOG_WITHHELD' || code === 'FROZEN';
  return (
    <EmptyState
      icon={triangleAlert}
      tone={isStop ? 'danger' : 'honey'}
      title={isStop ? t.frozenTitle : t.notOpened}
      action={
        !isStop && (
          <Button kind="second" icon={refreshCw} onClick={onAgain}>
            {t.tryAgain}
          </Button>
        )
      }
    >
      <p>{sayCode(t, code)}</p>
    </EmptyState>
  );
}

function ListsFailed({ code, onAgain }: { code: string; onAgain: () => void }): ReactElement {
  const t = useTexts('counselling');
  return (
    <EmptyState
      icon={triangleAlert}
      tone="honey"
      title={t.notLoaded}
      action={
        <Button kind="second" icon={refreshCw} onClick={onAgain}>
          {t.tryAgain}
        </Button>
      }
    >
      <p>{sayCode(t, code)}</p>
    </EmptyState>
  );
}

/** Said once for ears; for eyes a button waits on top of the list. */
function NewOnes({ count }: { count: number }): ReactElement {
  const t = useTexts('counselling');
  return (
    <p className="away" role="status">
      {count > 0 && t.newEnquiries({ n: count })}
    </p>
  );
}

function Keys({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactElement {
  const t = useTexts('counselling');
  const [isOn, setOn] = useState(areShortcutsOn);
  const keys = [
    ['J', t.keysNext],
    ['K', t.keysPrevious],
    ['↵', t.keysOpen],
    ['A', t.keysAccept],
    ['R', t.keysReply],
    ['?', t.keysHelp],
  ] as const;
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t.keysTitle}>
      <dl className={styles.keyList}>
        {keys.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <Choice
        type="checkbox"
        name="keys"
        checked={isOn}
        onChange={(event) => {
          turnShortcuts(event.target.checked);
          setOn(event.target.checked);
        }}
        label={t.keysOn}
        note={t.keysOnNote}
      />
    </Dialog>
  );
}

function Taken({
  taken,
  next,
  onClose,
  onNext,
}: {
  taken: { seeker: string; by: string | null } | null;
  next: { id: string; name: string } | null;
  onClose: () => void;
  onNext: (id: string) => void;
}): ReactElement {
  const t = useTexts('counselling');
  const title = taken?.by ? t.takenTitle({ name: taken.by }) : t.takenTitleUnknown;
  const words =
    taken &&
    (taken.by ? t.taken({ seeker: taken.seeker, name: taken.by }) : t.takenUnknown({ seeker: taken.seeker }));
  return (
    <Dialog
      isOpen={taken !== null}
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button kind={next ? 'quiet' : 'main'} onClick={onClose}>
            {t.toTheList}
          </Button>
          {next && <Button onClick={() => onNext(next.id)}>{t.takenNext({ next: next.name })}</Button>}
        </>
      }
    >
      <p>{words}</p>
    </Dialog>
  );
}
