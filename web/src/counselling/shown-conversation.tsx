import type { ConversationRow, OpenConversation, Waiting } from '@beistand/client';
import type { Contract, Output } from '@beistand/contract';
import { type ReactElement, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { sendWith, useAttach } from '../attachment/use-attach.tsx';
import { useUploads } from '../attachment/use-uploads.ts';
import { withFiles } from '../attachment/with-files.tsx';
import { useTexts } from '../text/texts.tsx';
import { SaveReport } from '../thread/save-report.tsx';
import { summaryOf } from '../thread/summary-of.ts';
import { WriteBar } from '../thread/thread.tsx';
import { InsteadOf, useMessageActs } from '../thread/use-message-acts.tsx';
import { useNewestInSight } from '../thread/use-newest-in-sight.ts';
import { useOutbox } from '../thread/use-outbox.ts';
import { Banner } from '../ui/banner.tsx';
import { ask } from '../worker/ask.ts';
import type { ShownConversation } from './desk.tsx';
import { shut } from './gate.ts';
import { owedAt } from './mine.ts';
import { peopleAndKeys } from './people-and-keys.ts';
import { sayFrozen } from './say-code.ts';
import { sayEntries } from './say-entries.ts';
import { sayMoment } from './say-when.ts';
import { useSigned } from './staff-context.ts';
import { StepsOf } from './step-menu.tsx';
import { useComposer } from './use-composer.ts';
import type { Lists } from './use-lists.ts';

type Topics = Output<Contract['listTopics']>['topics'];

type ShownProps = {
  conversation: OpenConversation | null;
  lists: Lists;
  row: ConversationRow | undefined;
  waitingRow: Waiting | undefined;
  centreName: (id: string | null | undefined) => string;
  accepting: boolean;
  /** What is written while it is being accepted, by conversation. */
  begun: Map<string, string>;
  /** What stands in the sheet now, of the conversation that is open. */
  typed: RefObject<string | null>;
  /** Why it couldn't be accepted just now. */
  problem: string | null;
  onAccept: () => void;
  onGiveBack: () => void;
  /** Brings the conversation up to date. */
  reload: () => Promise<void>;
  /** Says what has been done, or why it couldn't be. */
  onSaid: (words: string) => void;
  undo: ReactNode;
  now: number;
};

/** The open conversation in words. */
export function useShown({
  conversation,
  lists,
  row,
  waitingRow,
  centreName,
  accepting,
  begun,
  typed,
  problem,
  onAccept,
  onGiveBack,
  reload,
  onSaid,
  undo,
  now,
}: ShownProps): ShownConversation | null {
  const { clock } = useSigned();
  const t = useTexts('counselling');
  const thread = useTexts('thread');
  const topics = useTopics();
  const scroller = useRef<HTMLDivElement>(null);
  const checked = useChecked(conversation?.centre ?? null);
  const id = conversation?.conversation ?? null;
  const newFrom = useNewFrom(id, row?.readSeq);
  const toEnd = useNewestInSight(scroller, id, conversation?.state === 'waiting');
  const outbox = useOutbox(id, reload);
  const entries = conversation?.entries ?? [];
  const centre = centreName(conversation?.centre);
  const uploads = useUploads(id, entries, () => void shut('ended'));
  const known = summaryOf(entries);
  const name = known.name ?? row?.name ?? waitingRow?.name ?? t.namelessPerson;
  const { underWay } = outbox;
  const items = sayEntries(entries, {
    t,
    thread,
    clock,
    newFrom,
    underWay,
    centre,
    seeker: name,
    covers: conversation?.covers ?? [],
  });
  const acts = useMessageActs({
    conversation: id,
    items,
    mayAct: conversation !== null && mayWrite(conversation),
    onQueued: outbox.readOutbox,
  });
  if (!conversation) return null;
  const topicTitle = known.topic ?? row?.topic ?? waitingRow?.topicTitle ?? '';
  const topic = topics.find(({ title }) => title === topicTitle);
  const address = topic && (topic.address === 'sie' ? t.addressSie : t.addressDu);
  const first = entries[0];
  const due = owedAt(conversation);
  const owed = due !== null && conversation.state === 'accepted';
  const facts = [
    { label: t.nameHere, value: name },
    ...(topicTitle ? [{ label: t.topic, value: topicTitle }] : []),
    ...(first ? [{ label: t.wroteFirst, value: sayMoment(first.at, now, clock, t.today) }] : []),
    ...(due ? [{ label: t.promisedBy, value: sayMoment(due, now, clock, t.today) }] : []),
  ];
  return {
    name,
    under: [topicTitle, address, centre, owed && `${t.promisedBy} ${sayMoment(due, now, clock, t.today)}`]
      .filter(Boolean)
      .join(' · '),
    facts,
    people: peopleAndKeys(entries, { t, clock, centre, checked, seeker: name }),
    thread: {
      ref: scroller,
      items: withFiles(items, {
        conversation: conversation.conversation,
        uploads,
        asksToSave: false,
      }),
      onTryAgain: outbox.retry,
      onDiscard: outbox.discard,
      onAct: acts.onAct,
    },
    banner: <ConversationBanner conversation={conversation} />,
    undo,
    steps: mayWrite(conversation) && conversation.centre !== null && !accepting && (
      <StepsOf
        key={conversation.conversation}
        conversation={{ ...conversation, centre: conversation.centre }}
        seeker={name}
        topic={topic ?? null}
        onMissing={() => onSaid(thread.partMissing)}
        onDone={async (words) => {
          onSaid(words);
          await Promise.all([reload(), lists.reload()]);
        }}
      />
    ),
    state: stateOf(conversation, {
      t,
      accepting,
      problem,
      begun: typed.current ?? row?.draft?.text ?? '',
      onAccept,
      onGiveBack,
      // Without the lists a draft from before would not be known, and typing would write over it.
      compose: !lists.isLoading && (
        <>
          <InsteadOf key={conversation.conversation} other={acts.editing}>
            <Compose
              conversation={conversation.conversation}
              draft={row?.draft?.text ?? ''}
              begun={begun}
              isHeld={accepting}
              lists={lists}
              toEnd={toEnd}
              onTyped={(text) => {
                typed.current = text;
              }}
            />
          </InsteadOf>
          {acts.asking}
        </>
      ),
    }),
  };
}

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
  problem: string | null;
  begun: string;
  onAccept: () => void;
  onGiveBack: () => void;
  compose: ReactNode;
};

/** Whether what was written here can be added to and changed. */
const mayWrite = ({ frozen, isChecked, state, myRole }: OpenConversation): boolean =>
  !frozen && isChecked && state === 'accepted' && (myRole === 2 || myRole === 3);

function stateOf(
  conversation: OpenConversation,
  { t, accepting, problem, begun, onAccept, onGiveBack, compose }: StateProps,
): ShownConversation['state'] {
  const { state, isChecked, frozen, mayGiveBack } = conversation;
  if (frozen) return { kind: 'still', note: t.frozenNote, begun };
  if (!isChecked || !compose) return { kind: 'still', note: t.beingChecked };
  // Whoever accepts goes on to write: the sheet is there at once, and no key is lost.
  if (state === 'waiting' && accepting) return { kind: 'mine', write: compose };
  if (state === 'waiting')
    return { kind: 'waiting', note: problem ?? t.acceptNote({ readers: t.readersAfter }), onAccept };
  if (state === 'orphan') return { kind: 'still', note: t.failOrphan, begun };
  if (!mayWrite(conversation)) return { kind: 'still', note: t.readsOnly, begun };
  return { kind: 'mine', write: compose, ...(mayGiveBack && { onGiveBack }) };
}

function ConversationBanner({ conversation }: { conversation: OpenConversation }): ReactElement | null {
  const t = useTexts('counselling');
  if (!conversation.frozen) return null;
  return (
    <Banner
      kind="danger"
      title={t.frozenTitle}
      action={<SaveReport conversation={conversation.conversation} />}
    >
      {sayFrozen(t, conversation.frozen)} {t.frozenCode({ code: conversation.frozen })}
    </Banner>
  );
}

/** The composer of one conversation; made anew for another. */
function Compose({
  conversation,
  draft,
  begun,
  isHeld,
  lists,
  toEnd,
  onTyped,
}: {
  conversation: string;
  draft: string;
  begun: Map<string, string>;
  isHeld: boolean;
  lists: Lists;
  toEnd: () => void;
  onTyped: (text: string) => void;
}): ReactElement {
  const { patch } = lists;
  const onDraft = (text: string): void =>
    patch(conversation, { row: { draft: text ? { text, at: Date.now() } : undefined } });
  const onSent = (): void => {
    onDraft('');
    toEnd();
  };
  const bar = useComposer({ conversation, draft, begun, isHeld, onSent, onDraft, onTyped });
  const attach = useAttach({ conversation, isHeld });
  return (
    <WriteBar {...bar} add={attach.control} tray={attach.tray} onSend={() => sendWith(attach, bar)} hasWord />
  );
}
