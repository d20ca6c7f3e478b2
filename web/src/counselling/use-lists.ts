import type { Waiting } from '@beistand/client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { summaryOf } from '../thread/summary-of.ts';
import { ask, listen } from '../worker/ask.ts';
import { askSignedIn } from './gate.ts';
import {
  changeMine,
  fadedMine,
  isNewIn,
  lookedInto,
  type Mine,
  type MineChange,
  mergeMine,
  toMine,
} from './mine.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { codeOfFailure } from './say-code.ts';
import { sinceAsked } from './since-asked.ts';
import {
  changeRow,
  emptyList,
  readPages,
  type StableList,
  showNewest,
  takeNewest,
  withOnTop,
  without,
} from './stable-list.ts';

export type Lists = {
  waiting: StableList<Waiting>;
  mine: StableList<Mine>;
  isLoading: boolean;
  code: string | null;
  reload: () => Promise<void>;
  showHeld: () => void;
  showHeldMine: () => void;
  /** Draws both lists in the server's order: the person has turned to something else. */
  settle: () => void;
  /** Moves an enquiry that was accepted here from those that wait to mine; without a row it only leaves the former. */
  take: (conversation: string, row: Mine | null) => void;
  moreWaiting: () => void;
  moreMine: () => void;
  /** What this page knows before the server's list says it: read, drafted, last words. */
  patch: (conversation: string, change: MineChange) => void;
};

const isPromisedLater = (row: Waiting, last: Waiting): boolean => row.answerDueAt >= last.answerDueAt;
/** Nothing of a text that one may no longer read. */
const fadedWaiting = (row: Waiting): Waiting => ({ ...row, firstWords: null });
const isQuietLonger = (row: Mine, last: Mine): boolean => row.changedAt <= last.changedAt;

/** What waits and what is mine, kept true by the server's hints, moved only by the person. */
export function useLists(): Lists {
  const [waiting, setWaiting] = useState<StableList<Waiting>>(emptyList);
  const [mine, setMine] = useState<StableList<Mine>>(emptyList);
  const [isLoading, setLoading] = useState(true);
  const [code, setCode] = useState<string | null>(null);
  const opened = useRef(new Map<string, number>());
  const wanted = useRef({ waiting: 1, mine: 1 });
  const [sinceWaiting] = useState(sinceAsked<StableList<Waiting>>);
  const [sinceMine] = useState(sinceAsked<StableList<Mine>>);

  /** Unread conversations are opened one after the other in the background: only then last words and count are true. */
  const lookInto = useCallback(async (rows: readonly Mine[]) => {
    for (const { conversation, seq, row, isUnread } of rows) {
      if (!isUnread || opened.current.get(conversation) === seq) continue;
      opened.current.set(conversation, seq);
      try {
        const { entries } = await ask('openConversation', conversation);
        setMine((list) => changeRow(list, conversation, (one) => lookedInto(one, entries)));
        const change = summaryOf(entries);
        if (isNewIn(row, change)) await ask('noteConversation', { conversation, change });
      } catch {
        // The row keeps what it knew; opening the conversation says what is the matter.
        opened.current.delete(conversation);
      }
    }
  }, []);

  const reload = useMemo(
    () =>
      oneAtATime(async () => {
        sinceWaiting.ask();
        sinceMine.ask();
        try {
          const [waits, own] = await Promise.all([
            readPages(pageOfWaiting, wanted.current.waiting),
            readPages(pageOfMine, wanted.current.mine),
          ]);
          setWaiting((list) =>
            sinceWaiting.redo(takeNewest(list, waits, isPromisedLater, undefined, fadedWaiting)),
          );
          setMine((list) => sinceMine.redo(takeNewest(list, own, isQuietLonger, mergeMine, fadedMine)));
          setCode(null);
          void lookInto(own.rows);
        } catch (failure) {
          setCode(codeOfFailure(failure));
        }
        setLoading(false);
      }),
    [lookInto, sinceWaiting, sinceMine],
  );

  // Synchronises with the server: once, and after every hint that something of ours has changed.
  useEffect(() => {
    void reload();
    return listen((event) => {
      if (event.t === 'notice' || (event.t === 'line' && event.isConnected)) void reload();
    });
  }, [reload]);

  /** One page more than is shown, however often it is asked for. */
  const more = (of: 'waiting' | 'mine', { pages }: StableList<unknown>): void => {
    wanted.current[of] = pages + 1;
    void reload();
  };
  const settle = useCallback(() => {
    setWaiting(showNewest);
    setMine(showNewest);
  }, []);
  const take = useCallback(
    (conversation: string, row: Mine | null) => {
      setWaiting(sinceWaiting.did((list) => without(list, conversation)));
      if (row) setMine(sinceMine.did((list) => withOnTop(list, row)));
    },
    [sinceWaiting, sinceMine],
  );
  const patch = useCallback(
    (conversation: string, change: MineChange) =>
      setMine(sinceMine.did((list) => changeRow(list, conversation, (row) => changeMine(row, change)))),
    [sinceMine],
  );
  return {
    waiting,
    mine,
    isLoading,
    code,
    reload,
    showHeld: () => setWaiting(showNewest),
    showHeldMine: () => setMine(showNewest),
    settle,
    take,
    moreWaiting: () => more('waiting', waiting),
    moreMine: () => more('mine', mine),
    patch,
  };
}

async function pageOfWaiting(after?: string): Promise<{ rows: Waiting[]; next: string | null }> {
  const { waiting, next } = await askSignedIn('listWaiting', after);
  return { rows: waiting, next };
}

async function pageOfMine(after?: string): Promise<{ rows: Mine[]; next: string | null }> {
  const { conversations, next } = await askSignedIn('listConversations', after);
  return { rows: conversations.filter(({ isWaiting }) => !isWaiting).map(toMine), next };
}
