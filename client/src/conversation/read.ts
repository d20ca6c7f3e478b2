import { openMessage, Unopened } from '@beistand/crypto';
import {
  CONVERSATION_KIND,
  DEED,
  type Deed,
  type EpochRecord,
  MESSAGE_CLASS,
  type Message,
  ROLE,
  ROW_KIND,
  rowOf,
  same,
  toBase64url,
} from '@beistand/wire';
import { type Body, readBody } from '../message/body.ts';
import type { FileBody } from '../message/file-body.ts';
import { myId, type Self } from '../self.ts';
import { Stop } from '../stop.ts';
import { epochKeyOf } from './epoch-key.ts';
import type { Room, RoomItem } from './room.ts';
import type { VaultEntry } from './vault-entries.ts';

/** One thing in the timeline, ready to show; plain data for the page. */
export type Entry = MessageEntry | ChangeEntry | VaultEntry;
export type MessageEntry = {
  t: 'message';
  seq: number;
  at: number;
  id: string;
  /** Account as text; the shown name of staff is the server's word, of the seeker their own. */
  sender: string;
  isMine: boolean;
  isFromSeeker: boolean;
  name: string | null;
  text: string | null;
  /** Where a counsellor suggests to go instead: what `move` takes. */
  handover?: { centre: string; create: string };
  /** What it names instead of saying something; `download` fetches it. Name, type and length are the sender's word. */
  file?: { name: string; mime: string; size: number /** Of what was spoken. */; ms?: number };
  /** What the first message says it is about, in the topic's words. */
  topicTitle: string | null;
  /** `unreadable`: the sender's fault or a missing key · `withheld`: erased without the author's word · `unknown`: a newer kind. */
  state: 'ok' | 'edited' | 'deleted' | 'withheld' | 'unreadable' | 'unknown';
  /** The first version of an edited text stays readable. */
  firstText: string | null;
  /** Message ids of its edits, oldest first: what goes along when it is deleted. */
  editIds: string[];
  /** By the sender's clock, when it differs by more than five minutes. */
  writtenAt: number | null;
};
/** A record, as a line: who is in from here on. */
export type ChangeEntry = {
  t: 'change';
  seq: number;
  at: number;
  what: Deed;
  by: string;
  byMe: boolean;
  byName: string | null;
  readers: { account: string; name: string | null; role: number; isMe: boolean }[];
  hasInbox: boolean;
  hasVault: boolean;
};

const CLOCK_TOLERANCE = 5 * 60_000;

type Opened = {
  message: Message;
  at: number;
  seq: number;
  body: Body | null;
  failed: MessageEntry['state'] | null;
};

/** A body, or why there is none. A failure here blames the sender and never freezes. */
async function opened(self: Self, room: Parameters<typeof epochKeyOf>[1], item: RoomItem): Promise<Opened> {
  const { message, at, seq } = item as Required<Pick<RoomItem, 'message'>> & RoomItem;
  if (!message.ct) return { message, at, seq, body: null, failed: 'withheld' };
  try {
    const body = readBody(await openMessage(await epochKeyOf(self, room, message.epoch), message));
    return { message, at, seq, body, failed: body ? null : 'unknown' };
  } catch (error) {
    if (error instanceof Unopened || (error instanceof Stop && error.code === 'NO_KEY'))
      return { message, at, seq, body: null, failed: 'unreadable' };
    throw error;
  }
}

/** Opens a run of items in order; `records` are those in force over it, ascending. */
export async function readItems(
  self: Self,
  room: Parameters<typeof epochKeyOf>[1],
  items: readonly RoomItem[],
  recordAt: (epoch: number) => EpochRecord | undefined,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  const said: Said = new Map();
  const erasedInSilence: Said = new Map();
  const names = new Map<string, string>();
  for (const item of items) {
    if (item.record) {
      entries.push(changeEntry(self, item, item.record, names));
      continue;
    }
    const { message, at, seq, body, failed } = await opened(self, room, item);
    const record = recordAt(message.epoch);
    const isFromSeeker = record ? rowOf(record.rows, message.sender)?.role === ROLE.asks : false;
    const whose = nameKey(record, message.sender);
    if (isFromSeeker && (body?.t === 'text' || body?.t === 'del') && body.name) names.set(whose, body.name);
    const isSilent = message.class === MESSAGE_CLASS.silent;
    if (isSilent && (body?.t === 'edit' || body?.t === 'del')) {
      const mayModerate = record ? moderates(record, message.sender) : false;
      if (body.t === 'edit') applyEdit(said.get(body.ref), message, body.x);
      else applyDeletion(entries, said.get(body.ref), message, mayModerate);
      if (body.t === 'del') forgetEdits(entries, erasedInSilence, message, body.edits ?? [], mayModerate);
      continue;
    }
    const sender = toBase64url(message.sender);
    const entry: MessageEntry = {
      t: 'message',
      seq,
      at,
      id: toBase64url(message.messageId),
      sender,
      isMine: same(message.sender, myId(self)),
      isFromSeeker,
      name: (isFromSeeker ? names.get(whose) : self.names.get(sender)) ?? null,
      text: body?.t === 'text' ? body.x : null,
      ...(body?.t === 'handover' &&
        !isFromSeeker && { handover: { centre: body.centre, create: body.create } }),
      ...(body && 'key' in body && { file: fileOf(body) }),
      topicTitle: (body?.t === 'text' && body.topic) || null,
      state: failed ?? (body?.t === 'edit' || body?.t === 'del' ? 'unknown' : 'ok'),
      firstText: null,
      editIds: [],
      writtenAt: body && Math.abs(body.ts - at) > CLOCK_TOLERANCE ? body.ts : null,
    };
    if (isSilent && (failed === 'unknown' || body?.t === 'about' || body?.t === 'title')) continue;
    // Nobody edits or deletes an edit or a deletion.
    (isSilent ? erasedInSilence : said).set(entry.id, { entry, message });
    entries.push(entry);
  }
  return entries;
}

const fileOf = (body: FileBody): NonNullable<MessageEntry['file']> => ({
  name: body.name,
  mime: body.mime,
  size: body.size,
  ...(body.t === 'voice' && { ms: body.ms }),
});

/** One person asks, under whatever key; in a group each has a name of their own. */
const nameKey = (record: EpochRecord | undefined, account: Message['sender']): string =>
  record?.kind === CONVERSATION_KIND.group ? toBase64url(account) : '';

type Said = Map<string, { entry: MessageEntry; message: Message }>;

/** In a group whoever is responsible may delete what others wrote, and never edit it. */
const moderates = ({ kind, rows }: EpochRecord, account: Message['sender']): boolean =>
  kind === CONVERSATION_KIND.group && rowOf(rows, account)?.role === ROLE.responsible;

/** Only the author's own signed word changes a text; the last one counts, and after a deletion none does. */
function applyEdit(earlier: ReturnType<Said['get']>, message: Message, text: string): void {
  if (!earlier || !same(earlier.message.sender, message.sender)) return;
  const { entry } = earlier;
  entry.editIds.push(toBase64url(message.messageId));
  if (entry.text === null || (entry.state !== 'ok' && entry.state !== 'edited')) return;
  Object.assign(entry, { state: 'edited', firstText: entry.firstText ?? entry.text, text });
}

function applyDeletion(
  entries: Entry[],
  earlier: ReturnType<Said['get']>,
  message: Message,
  mayModerate: boolean,
): void {
  if (!earlier || !(mayModerate || same(earlier.message.sender, message.sender))) return;
  const { t, seq, at, id, sender, isMine, isFromSeeker, name, editIds } = earlier.entry;
  const deleted: MessageEntry = {
    ...{ t, seq, at, id, sender, isMine, isFromSeeker, name, editIds },
    ...{ text: null, topicTitle: null, firstText: null, writtenAt: null, state: 'deleted' },
  };
  entries[entries.indexOf(earlier.entry)] = deleted;
  earlier.entry = deleted;
}

/**
 * An erased silent message shows as withheld, or a server could take an edit back unseen; unless its own sender, or who
 * may delete it, has named it among the edits that went with a deleted message.
 */
function forgetEdits(
  entries: Entry[],
  erased: Said,
  deletion: Message,
  edits: readonly string[],
  mayModerate: boolean,
): void {
  for (const id of edits) {
    const edit = erased.get(id);
    if (!edit || !(mayModerate || same(edit.message.sender, deletion.sender))) continue;
    entries.splice(entries.indexOf(edit.entry), 1);
    erased.delete(id);
  }
}

function changeEntry(
  self: Self,
  item: RoomItem,
  record: EpochRecord,
  names: ReadonlyMap<string, string>,
): ChangeEntry {
  const by = toBase64url(record.sender);
  const people = record.rows.filter((row) => row.kind === ROW_KIND.person);
  const nameOf = (account: Message['sender'], role: number): string | null =>
    (role === ROLE.asks ? names.get(nameKey(record, account)) : self.names.get(toBase64url(account))) ?? null;
  return {
    t: 'change',
    seq: item.seq,
    at: item.at,
    what: DEED[record.reason],
    by,
    byMe: same(record.sender, myId(self)),
    byName: nameOf(record.sender, rowOf(record.rows, record.sender)?.role ?? ROLE.none),
    readers: people.map((row) => ({
      account: toBase64url(row.id),
      name: nameOf(row.id, row.role),
      role: row.role,
      isMe: same(row.id, myId(self)),
    })),
    hasInbox: record.rows.some((row) => row.kind === ROW_KIND.inbox),
    hasVault: record.rows.some((row) => row.kind === ROW_KIND.vault),
  };
}

/** The whole judged conversation. */
export const readRoom = (self: Self, room: Room): Promise<Entry[]> =>
  readItems(self, room, room.items, (epoch) => room.records[epoch]);
