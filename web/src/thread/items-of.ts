import type { ChangeEntry, Entry, MessageEntry, OutboxRow, VaultEntry } from '@beistand/client';
import type { Texts } from '../text/generated/texts.ts';
import { sayClock, sayTime } from '../text/say-time.ts';
import { arrowRight, eye, lockKeyhole, undo2, userRound, usersRound } from '../ui/icons.ts';
import { deliveryOf, isChange, partsOf, type Stubs } from './message-parts.ts';
import { sayFailed } from './say-failed.ts';
import type { ThreadItem } from './thread.tsx';
import type { UnderWay } from './use-outbox.ts';

export type Spoken = { t: Texts['thread']; language: string; timeZone: string };

const nameOf = (t: Texts['thread'], name: string | null): string => name ?? t.someone;

function readersOf(change: ChangeEntry, { t }: Spoken): string {
  const people = change.readers.map((reader) => (reader.isMe ? t.you : nameOf(t, reader.name)));
  return [
    ...people,
    ...(change.hasInbox ? [t.allOfCentre] : []),
    ...(change.hasVault ? [t.vaultShort] : []),
  ].join(', ');
}

/** A record in words; null for the opening, which one has just written oneself. */
function changeItem(change: ChangeEntry, spoken: Spoken): ThreadItem | null {
  const { t, language, timeZone } = spoken;
  const said = sayTime(new Date(change.at), language, timeZone);
  const when = `${said.date}, ${said.clock}`;
  const name = change.byMe ? t.you : nameOf(t, change.byName);
  const readers = readersOf(change, spoken);
  const lines: Record<ChangeEntry['what'], [string, string] | null> = {
    opened: null,
    accepted: [userRound, t.accepted({ name, when, readers })],
    changed: [usersRound, t.changed({ name, when, readers })],
    tidied: [usersRound, t.tidied({ when, readers })],
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

function itemOf(entry: Entry, underWay: UnderWay, spoken: Spoken): ThreadItem | null {
  if (entry.t === 'vault') return vaultItem(entry, spoken);
  return entry.t === 'message' ? messageItem(entry, underWay, spoken) : changeItem(entry, spoken);
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
  for (const entry of withoutSlips(entries)) {
    const item = itemOf(entry, underWay, spoken);
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
