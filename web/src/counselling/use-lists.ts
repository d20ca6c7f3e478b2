import type { ListedConversation, Waiting } from '@beistand/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, listen } from '../worker/ask.ts';
import { askSignedIn } from './gate.ts';
import { codeOfFailure } from './say-code.ts';
import { rowOf, unreadIn } from './say-entries.ts';
import { emptyList, type StableList, showNewest, takeNewest, without } from './stable-list.ts';

export const idOf = ({ conversation }: { conversation: string }): string => conversation;

export type Mine = ListedConversation & { unread: number };

export type Lists = {
  waiting: StableList<Waiting>;
  mine: StableList<Mine>;
  isLoading: boolean;
  code: string | null;
  nextWaiting: string | null;
  nextMine: string | null;
  reload: () => Promise<void>;
  showHeld: () => void;
  showHeldMine: () => void;
  /** Draws both lists in the server's order: the person has turned to something else. */
  settle: () => void;
  take: (conversation: string) => void;
  moreWaiting: () => void;
  moreMine: () => void;
  /** What this page knows better than the server's list: read, drafted, last words. */
  patch: (conversation: string, change: Partial<Mine> & { row?: Mine['row'] }) => void;
};

/** What waits and what is mine, kept true by the server's hints, moved only by the person. */
export function useLists(): Lists {
  const [waiting, setWaiting] = useState<StableList<Waiting>>(emptyList);
  const [mine, setMine] = useState<StableList<Mine>>(emptyList);
  const [next, setNext] = useState<{ waiting: string | null; mine: string | null }>({
    waiting: null,
    mine: null,
  });
  const [isLoading, setLoading] = useState(true);
  const [code, setCode] = useState<string | null>(null);
  const known = useRef(new Map<string, number>());
  const extra = useRef<{ waiting: Waiting[]; mine: Mine[] }>({ waiting: [], mine: [] });

  const patch = useCallback((conversation: string, change: Partial<Mine>) => {
    const on = (rows: readonly Mine[]): readonly Mine[] =>
      rows.map((row) =>
        row.conversation === conversation ? { ...row, ...change, row: { ...row.row, ...change.row } } : row,
      );
    setMine(({ shown, newest }) => ({ shown: on(shown), newest: on(newest) }));
  }, []);

  /** Unread conversations are opened one after the other in the background: only then last words and count are true. */
  const lookInto = useCallback(
    async (rows: readonly Mine[]) => {
      for (const { conversation, seq, row, isUnread, isWaiting } of rows) {
        if (!isUnread || isWaiting || known.current.get(conversation) === seq) continue;
        known.current.set(conversation, seq);
        try {
          const opened = await ask('openConversation', conversation);
          const seen = rowOf(opened.entries);
          patch(conversation, {
            unread: unreadIn(opened.entries, row.readSeq ?? 0),
            row: { ...row, ...seen },
          });
          await ask('noteConversation', { conversation, change: seen });
        } catch {
          // The row keeps what it knew; opening the conversation says what is the matter.
          known.current.delete(conversation);
        }
      }
    },
    [patch],
  );

  const reload = useCallback(async () => {
    try {
      const [waits, own] = await Promise.all([askSignedIn('listWaiting'), askSignedIn('listConversations')]);
      const fresh = [...waits.waiting, ...extra.current.waiting.filter((row) => !has(waits.waiting, row))];
      setWaiting((list) => takeNewest(list, fresh, idOf));
      const listed = own.conversations.filter(({ isWaiting }) => !isWaiting);
      const rows = [...listed.map(toMine), ...extra.current.mine.filter((row) => !has(listed, row))];
      setMine((list) => takeNewest(list, rows.map(keepCount(list)), idOf));
      setNext((before) => ({
        waiting: extra.current.waiting.length ? before.waiting : waits.next,
        mine: extra.current.mine.length ? before.mine : own.next,
      }));
      setCode(null);
      void lookInto(rows);
    } catch (failure) {
      setCode(codeOfFailure(failure));
    } finally {
      setLoading(false);
    }
  }, [lookInto]);

  // Synchronises with the server: once, and after every hint that something of ours has changed.
  useEffect(() => {
    let isDue = false;
    let isRunning = false;
    const run = async (): Promise<void> => {
      isDue = true;
      if (isRunning) return;
      isRunning = true;
      while (isDue) {
        isDue = false;
        await reload();
      }
      isRunning = false;
    };
    void run();
    return listen((event) => {
      if (event.t === 'notice') void run();
      if (event.t === 'line' && event.isConnected) void run();
    });
  }, [reload]);

  const moreWaiting = async (): Promise<void> => {
    if (!next.waiting) return;
    const page = await askSignedIn('listWaiting', next.waiting);
    extra.current.waiting.push(...page.waiting);
    setWaiting(append(page.waiting));
    setNext((before) => ({ ...before, waiting: page.next }));
  };
  const moreMine = async (): Promise<void> => {
    if (!next.mine) return;
    const page = await askSignedIn('listConversations', next.mine);
    const rows = page.conversations.filter(({ isWaiting }) => !isWaiting).map(toMine);
    extra.current.mine.push(...rows);
    setMine(append(rows));
    setNext((before) => ({ ...before, mine: page.next }));
  };
  const orCode = (act: () => Promise<void>) => () => {
    act().catch((failure: unknown) => setCode(codeOfFailure(failure)));
  };
  const settle = useCallback(() => {
    setWaiting(showNewest);
    setMine(showNewest);
  }, []);
  const take = useCallback(
    (conversation: string) => setWaiting((list) => without(list, conversation, idOf)),
    [],
  );
  return {
    waiting,
    mine,
    isLoading,
    code,
    nextWaiting: next.waiting,
    nextMine: next.mine,
    reload,
    showHeld: () => setWaiting(showNewest),
    showHeldMine: () => setMine(showNewest),
    settle,
    take,
    moreWaiting: orCode(moreWaiting),
    moreMine: orCode(moreMine),
    patch,
  };
}

const has = (rows: readonly { conversation: string }[], row: { conversation: string }): boolean =>
  rows.some(({ conversation }) => conversation === row.conversation);

const toMine = (listed: ListedConversation): Mine => ({ ...listed, unread: listed.isUnread ? 1 : 0 });

/** A count already found out stands until the conversation has moved again. */
const keepCount =
  ({ newest }: StableList<Mine>) =>
  (row: Mine): Mine => {
    const before = newest.find(({ conversation }) => conversation === row.conversation);
    return before && before.seq === row.seq && row.isUnread
      ? { ...row, unread: before.unread, row: { ...row.row, ...before.row } }
      : row;
  };

const append =
  <T>(rows: readonly T[]) =>
  ({ shown, newest }: StableList<T>): StableList<T> => ({
    shown: [...shown, ...rows],
    newest: [...newest, ...rows],
  });
