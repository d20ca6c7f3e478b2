import type { ChangeEntry, Entry, MessageEntry, VaultEntry } from '@beistand/client';
import type { Texts } from '../text/generated/texts.ts';
import { vaultReasons } from '../thread/items-of.ts';
import { partsOf, type Stubs } from '../thread/message-parts.ts';
import type { ThreadItem } from '../thread/thread.tsx';
import type { UnderWay } from '../thread/use-outbox.ts';
import { keyRound, triangleAlert, undo2, usersRound } from '../ui/icons.ts';
import { type Clock, isSameDay, sayClock, sayDay, sayTime } from './say-when.ts';

type Words = { thread: Texts['thread']; t: Texts['counselling'] };

/** `newFrom`: everything above this seq is marked as new. */
export type Around = Words & {
  clock: Clock;
  newFrom: number | null;
  underWay: UnderWay;
  centre: string;
  /** The seeker's own name for themselves; the first record comes before the message that says it. */
  seeker: string;
};

const ASKS = 1;

/** A judged conversation as the timeline shows it to staff. */
export function sayEntries(entries: readonly Entry[], around: Around): ThreadItem[] {
  const items: ThreadItem[] = [];
  let day: number | null = null;
  let isMarked = false;
  for (const entry of entries) {
    if (day === null || !isSameDay(day, entry.at, around.clock)) {
      items.push({ kind: 'day', id: `day-${entry.seq}`, words: sayDay(entry.at, around.clock) });
      day = entry.at;
    }
    const { newFrom } = around;
    const isNew = newFrom !== null && entry.seq > newFrom && entry.t === 'message' && !entry.isMine;
    if (isNew && !isMarked) {
      items.push({ kind: 'new', id: 'new' });
      isMarked = true;
    }
    items.push(itemOf(entry, around));
  }
  return items;
}

function itemOf(entry: Entry, around: Around): ThreadItem {
  if (entry.t === 'vault') return vaultItem(entry, around);
  return entry.t === 'message' ? messageItem(entry, around) : changeItem(entry, around);
}

function vaultItem(entry: VaultEntry, { thread, clock }: Around): ThreadItem {
  const given = {
    name: entry.byMe ? thread.you : entry.byName,
    when: sayTime(entry.at, clock),
    reason: thread[vaultReasons[entry.reason]],
  };
  const words =
    entry.second === null
      ? thread.vaultUse(given)
      : entry.second.byName === null
        ? thread.vaultUseAsked(given)
        : thread.vaultUseByTwo({ ...given, second: entry.second.byName });
  return { kind: 'event', id: `v${entry.use}`, icon: triangleAlert, words };
}

function messageItem(entry: MessageEntry, { t, thread, clock, seeker, underWay }: Around): ThreadItem {
  const at = new Date(entry.at).toISOString();
  const { id, isMine } = entry;
  return {
    kind: 'message',
    id,
    isOwn: isMine,
    author: isMine ? thread.you : (entry.name ?? (entry.isFromSeeker ? seeker : t.namelessPerson)),
    time: sayClock(entry.at, clock),
    at,
    ...partsOf(entry, underWay, stubsOf(t, thread), thread),
  };
}

const stubsOf = (t: Words['t'], thread: Words['thread']): Stubs => ({
  deleted: thread.deleted,
  withheld: t.wasWithheld,
  unreadable: t.cannotOpen,
  unknown: t.unknownKind,
});

const icons: Partial<Record<ChangeEntry['what'], string>> = {
  returned: undo2,
  'vault-used': triangleAlert,
  changed: usersRound,
  tidied: usersRound,
};

function changeItem(entry: ChangeEntry, around: Around): ThreadItem {
  return {
    kind: 'event',
    id: `c${entry.seq}`,
    icon: icons[entry.what] ?? keyRound,
    words: wordsOfChange(entry, around),
  };
}

function wordsOfChange(entry: ChangeEntry, around: Around): string {
  const { t, clock } = around;
  const name = entry.byName ?? t.namelessPerson;
  const given = { when: sayTime(entry.at, clock), readers: sayReaders(entry, around) };
  switch (entry.what) {
    case 'opened':
      return t.lineOpened(given);
    case 'accepted':
      return entry.byMe ? t.lineAcceptedByMe(given) : t.lineAccepted({ ...given, name });
    case 'returned':
      return entry.byMe ? t.lineReturnedByMe(given) : t.lineReturned({ ...given, name });
    case 'vault-used':
      return t.lineVaultUsed({ ...given, name });
    default:
      return t.lineChanged(given);
  }
}

/** Who can read from this record on, in words. */
function sayReaders(
  { readers, hasInbox, hasVault }: ChangeEntry,
  { t, thread, centre, seeker }: Pick<Around, 't' | 'thread' | 'centre' | 'seeker'>,
): string {
  const people = readers.map(({ isMe, name, role }) =>
    isMe ? thread.you : role === ASKS ? seeker : (name ?? t.namelessPerson),
  );
  const keys = [...(hasInbox ? [t.readersInbox({ centre })] : []), ...(hasVault ? [t.readersVault] : [])];
  return [...people, ...keys].join(', ');
}

/** Messages of others beyond what was read. */
export const unreadIn = (entries: readonly Entry[], readSeq: number): number =>
  entries.filter((entry) => entry.t === 'message' && !entry.isMine && entry.seq > readSeq).length;
