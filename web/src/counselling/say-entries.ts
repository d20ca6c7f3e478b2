import type { ChangeEntry, Entry, MessageEntry, VaultEntry } from '@beistand/client';
import type { Texts } from '../text/generated/texts.ts';
import { vaultReasons } from '../thread/items-of.ts';
import { partsOf, type Stubs } from '../thread/message-parts.ts';
import { recordsBefore, sayChange } from '../thread/say-change.ts';
import type { ThreadItem } from '../thread/thread.tsx';
import type { UnderWay } from '../thread/use-outbox.ts';
import type { Cover } from '../thread/what-changed.ts';
import { keyRound, triangleAlert, undo2, usersRound } from '../ui/icons.ts';
import { type Clock, isSameDay, sayClock, sayDate, sayDay, sayTime } from './say-when.ts';

type Words = { thread: Texts['thread']; t: Texts['counselling'] };

/** `newFrom`: everything above this seq is marked as new. */
export type Around = Words & {
  clock: Clock;
  /** Who stands in for somebody, as planned now. */
  covers?: readonly Cover[];
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
  const before = recordsBefore(entries);
  const itemOf = (entry: Entry): ThreadItem => {
    if (entry.t === 'vault') return vaultItem(entry, around);
    if (entry.t === 'message') return messageItem(entry, around);
    return changeItem(entry, before.get(entry) ?? null, around);
  };
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
    items.push(itemOf(entry));
  }
  return items;
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

function changeItem(entry: ChangeEntry, before: ChangeEntry | null, around: Around): ThreadItem {
  return {
    kind: 'event',
    id: `c${entry.seq}`,
    icon: icons[entry.what] ?? keyRound,
    words: wordsOfChange(entry, before, around),
  };
}

function wordsOfChange(entry: ChangeEntry, before: ChangeEntry | null, around: Around): string {
  const { t, thread, clock, covers = [] } = around;
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
    case 'moved':
      return thread.lineMovedHere(given);
    case 'relinked':
      return thread.relinked({ ...given, name: entry.byMe ? thread.you : name });
    default:
      return sayChange(before, entry, {
        ...{ t: thread, covers, ...given },
        nameOf: (reader) => readerOf(reader, around),
        dateOf: (at) => `${sayDate(at, clock)}, ${sayTime(at, clock)}`,
      });
  }
}

const readerOf = (
  { isMe, name, role }: ChangeEntry['readers'][number],
  { t, thread, seeker }: Pick<Around, 't' | 'thread' | 'seeker'>,
): string => (isMe ? thread.you : role === ASKS ? seeker : (name ?? t.namelessPerson));

/** Who can read from this record on, in words. */
function sayReaders(
  { readers, hasInbox, hasVault }: ChangeEntry,
  around: Pick<Around, 't' | 'thread' | 'centre' | 'seeker'>,
): string {
  const { t, centre } = around;
  const people = readers.map((reader) => readerOf(reader, around));
  const keys = [...(hasInbox ? [t.readersInbox({ centre })] : []), ...(hasVault ? [t.readersVault] : [])];
  return [...people, ...keys].join(', ');
}

/** Messages of others beyond what was read. */
export const unreadIn = (entries: readonly Entry[], readSeq: number): number =>
  entries.filter((entry) => entry.t === 'message' && !entry.isMine && entry.seq > readSeq).length;
