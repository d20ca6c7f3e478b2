import type { ChangeEntry, Entry, MessageEntry, OutboxRow, VaultEntry } from '@beistand/client';
import type { Texts } from '../text/generated/texts.ts';
import { sayClock, sayTime } from '../text/say-time.ts';
import { arrowRight, eye, lockKeyhole, undo2, userRound, usersRound } from '../ui/icons.ts';
import { deliveryOf, isChange, partsOf, type Stubs } from './message-parts.ts';
import { recordsBefore, sayChange } from './say-change.ts';
import { sayFailed } from './say-failed.ts';
import type { ThreadItem } from './thread.tsx';
import type { UnderWay } from './use-outbox.ts';
import type { Cover } from './what-changed.ts';

export type Spoken = {
  t: Texts['thread'];
  language: string;
  timeZone: string;
  /** Who stands in for somebody, as planned now. */
  covers?: readonly Cover[];
};

const nameOf = (t: Texts['thread'], name: string | null): string => name ?? t.someone;

const readerOf = (t: Texts['thread'], { isMe, name }: ChangeEntry['readers'][number]): string =>
  isMe ? t.you : nameOf(t, name);

function readersOf(change: ChangeEntry, { t }: Spoken): string {
  const people = change.readers.map((reader) => readerOf(t, reader));
  return [
    ...people,
    ...(change.hasInbox ? [t.allOfCentre] : []),
    ...(change.hasVault ? [t.vaultShort] : []),
  ].join(', ');
}

/** Written to one counsellor alone, by their own link; null for what the whole centre may take. */
function openingOf(change: ChangeEntry, spoken: Spoken): [string, string] | null {
  const to = change.hasInbox ? undefined : change.readers.find(({ isMe }) => !isMe);
  const { t } = spoken;
  return to ? [userRound, t.openedFor({ who: readerOf(t, to), readers: readersOf(change, spoken) })] : null;
}

/** A record in words, with the one before it; null for the opening, which one has just written oneself. */
function changeItem(change: ChangeEntry, before: ChangeEntry | null, spoken: Spoken): ThreadItem | null {
  const { t, language, timeZone, covers = [] } = spoken;
  const dateOf = (at: number): string => {
    const { date, clock } = sayTime(new Date(at), language, timeZone);
    return `${date}, ${clock}`;
  };
  const when = dateOf(change.at);
  const name = change.byMe ? t.you : nameOf(t, change.byName);
  const readers = readersOf(change, spoken);
  const changed = sayChange(before, change, {
    ...{ t, when, dateOf, readers, covers },
    nameOf: (reader) => readerOf(t, reader),
  });
  const lines: Record<ChangeEntry['what'], [string, string] | null> = {
    opened: openingOf(change, spoken),
    accepted: [userRound, t.accepted({ name, when, readers })],
    changed: [usersRound, changed],
    tidied: [usersRound, changed],
    moved: [arrowRight, t.moved({ when, readers })],
    returned: [undo2, t.returned({ name })],
    relinked: [eye, t.relinked({ name, when })],
    'vault-used': [lockKeyhole, t.vaultUsed({ name, when })],
  };
  const line = lines[change.what];
  return line && { kind: 'event', id: `e${change.seq}`, icon: line[0], words: line[1] };
}

/** The vault opened, or about to be: who, when and why. */
function vaultItem(entry: VaultEntry, { t, language, timeZone }: Spoken): ThreadItem {
  const said = sayTime(new Date(entry.at), language, timeZone);
  const given = {
    name: entry.byMe ? t.you : entry.byName,
    when: `${said.date}, ${said.clock}`,
    reason: t[vaultReasons[entry.reason]],
  };
  const words =
    entry.second === null
      ? t.vaultUse(given)
      : entry.second.byName === null
        ? t.vaultUseAsked(given)
        : t.vaultUseByTwo({ ...given, second: entry.second.byName });
  return { kind: 'event', id: `v${entry.use}`, icon: lockKeyhole, words };
}

/** Why, in the words of the thread. */
export const vaultReasons = {
  'nobody-left': 'vaultNobodyLeft',
  absent: 'vaultAbsent',
  urgent: 'vaultUrgent',
  'key-lost': 'vaultKeyLost',
} as const satisfies Record<VaultEntry['reason'], keyof Texts['thread']>;

const stubsOf = (t: Texts['thread']): Stubs => ({
  deleted: t.deleted,
  withheld: t.withheld,
  unreadable: t.unreadable,
  unknown: t.unknown,
});

const messageItem = (entry: MessageEntry, underWay: UnderWay, { t, language }: Spoken): ThreadItem => ({
  kind: 'message',
  id: entry.id,
  isOwn: entry.isMine,
  author: entry.isMine ? t.you : nameOf(t, entry.name),
  time: sayClock(new Date(entry.at), language),
  at: new Date(entry.at).toISOString(),
  ...partsOf(entry, underWay, stubsOf(t), t),
});

function underWayItem(row: OutboxRow, underWay: UnderWay, { t, language }: Spoken): ThreadItem {
  const at = new Date(row.body.ts);
  return {
    kind: 'message',
    id: row.messageId,
    isOwn: true,
    author: t.you,
    time: sayClock(at, language),
    at: at.toISOString(),
    text: 'x' in row.body ? row.body.x : '',
    delivery: deliveryOf(row, underWay),
    why: row.stoppedBy === null ? null : sayFailed(t, row.stoppedBy),
  };
}

/** Milliseconds within which giving back an enquiry undoes a slip of the hand. */
const slip = 60_000;

/** An enquiry taken and given back at once, with nothing said between, says nothing to whoever waits: two lines less. */
function withoutSlips(entries: readonly Entry[]): Entry[] {
  const kept: Entry[] = [];
  for (const entry of entries) {
    const before = kept.at(-1);
    const isSlip =
      entry.t === 'change' &&
      entry.what === 'returned' &&
      before?.t === 'change' &&
      before.what === 'accepted' &&
      entry.at - before.at < slip;
    if (isSlip) kept.pop();
    else kept.push(entry);
  }
  return kept;
}

/**
 * The timeline as it is shown: a mark for every day, one before the first unread entry of someone else, records as
 * lines, and under it what is still under way. `readSeq` is how far the person had read when they came.
 */
export function itemsOf(
  entries: readonly Entry[],
  readSeq: number,
  underWay: UnderWay,
  spoken: Spoken,
): ThreadItem[] {
  const items: ThreadItem[] = [];
  let day = '';
  let hasNew = false;
  const arrived = new Set(entries.flatMap((entry) => (entry.t === 'message' ? [entry.id] : [])));
  const before = recordsBefore(entries);
  const itemOf = (entry: Entry): ThreadItem | null => {
    if (entry.t === 'vault') return vaultItem(entry, spoken);
    if (entry.t === 'message') return messageItem(entry, underWay, spoken);
    return changeItem(entry, before.get(entry) ?? null, spoken);
  };
  for (const entry of withoutSlips(entries)) {
    const item = itemOf(entry);
    if (!item) continue;
    const { weekday, date } = sayTime(new Date(entry.at), spoken.language, spoken.timeZone);
    const words = `${weekday}, ${date}`;
    if (words !== day) items.push({ kind: 'day', id: `d${entry.seq}`, words });
    day = words;
    const isOwn = entry.t === 'message' ? entry.isMine : entry.byMe;
    if (!hasNew && readSeq > 0 && entry.seq > readSeq && !isOwn) {
      hasNew = true;
      items.push({ kind: 'new', id: 'new' });
    }
    items.push(item);
  }
  // Files on their way stand in rows of their own (`attachment/upload-rows.tsx`).
  for (const row of underWay.rows)
    if (!arrived.has(row.messageId) && !isChange(row) && row.body.t !== 'file')
      items.push(underWayItem(row, underWay, spoken));
  return items;
}
