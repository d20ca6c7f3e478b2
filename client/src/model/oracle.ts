// What must be true, said once more and apart from wire: who may read, by the rows of the newest record and the entries
// of the log, and what there is to read, by the keys that the makers of records drew.
import { createHash, hkdfSync } from 'node:crypto';
import { type Json, openMessage, Unopened } from '@beistand/crypto';
import { type Bytes, cat, type EpochRecord, hex, type Message, same, toBase64url, u32 } from '@beistand/wire';
import { Broken, type Play } from './play.ts';
import type { Conversation, Store } from './server.ts';

type Staff = { people: Map<string, number>; inbox: string; vault: string };
const staffs = new WeakMap<object, Staff>();

/** By hex account the bits that the log gives, and the newest keys; the entries are the honest server's. */
export function staffBits(store: Store, centre: string): Staff {
  const { entries } = store.centres.get(centre)!;
  const last = entries.at(-1)!;
  const known = staffs.get(last);
  if (known) return known;
  const staff: Staff = { people: new Map(), inbox: '', vault: '' };
  for (const { change, keyKid } of entries) {
    if (change.type === 'create')
      for (const one of change.staff) staff.people.set(hex(one.account), one.bits);
    if (change.type === 'staffing') staff.people.set(hex(change.account), change.bits);
    if (change.type === 'key') staff[change.which === 2 ? 'inbox' : 'vault'] = hex(keyKid!);
  }
  staffs.set(last, staff);
  return staff;
}
export const bitsOf = (store: Store, centre: string, account: Bytes): number =>
  staffBits(store, centre).people.get(hex(account)) ?? 0;

export const recordIn = (one: Conversation): EpochRecord =>
  one.items.findLast(({ item }) => item.type === 'record')!.item as EpochRecord;

const NEEDED: Record<number, number> = { 2: 1, 3: 1 | 16, 4: 1 | 8 | 16 };

/** The role by which somebody is let in when the next key is made, whatever their dates: 0 for none. */
export function keptRole(store: Store, one: Conversation, account: Bytes): number {
  const record = recordIn(one);
  const row = record.rows.find(({ kind, id }) => kind === 1 && same(id, account));
  if (!row || row.role === 1) return row?.role ?? 0;
  return (bitsOf(store, toBase64url(record.centre), account) & NEEDED[row.role]!) !== 0 ? row.role : 0;
}

/** The role somebody has now: 0 for none. */
export function roleIn(store: Store, one: Conversation, account: Bytes, now: number): number {
  const isAway =
    one.covers.length > 0 &&
    one.covers.some(
      (cover) => cover.account === toBase64url(account) && !(cover.from <= now && now < cover.until),
    );
  // A thread is nobody's who isn't in what it is about.
  const about = one.beside?.as === 'thread' ? store.conversations.get(one.beside.about)! : null;
  const isOut = about !== null && roleIn(store, about, account, now) === 0;
  return isAway || isOut ? 0 : keptRole(store, one, account);
}

export const isWaiting = (one: Conversation): boolean => recordIn(one).rows.some(({ kind }) => kind === 2);
export const centreIn = (one: Conversation): string => toBase64url(recordIn(one).centre);

export const isInPoolOf = (store: Store, one: Conversation, account: Bytes): boolean =>
  isWaiting(one) && (bitsOf(store, centreIn(one), account) & 1) !== 0;

export function mayRead(store: Store, one: Conversation, account: Bytes, now: number): boolean {
  const record = recordIn(one);
  const isNamed = record.rows.some(({ kind, id }) => kind === 1 && same(id, account));
  if (roleIn(store, one, account, now)) return true;
  // Named and away: their dates count, though everyone else at the centre might look.
  const isHeld = isNamed && one.covers.some((cover) => cover.account === toBase64url(account));
  return (!isHeld && isInPoolOf(store, one, account)) || readsByVault(store, one, account, now);
}

/** The vault was opened by them, in front of everybody, and they keep it still. */
export const readsByVault = (store: Store, one: Conversation, account: Bytes, now: number): boolean =>
  (bitsOf(store, centreIn(one), account) & 4) !== 0 &&
  one.uses.some(
    ({ by, until, centre }) =>
      by.account === toBase64url(account) && centre === centreIn(one) && until !== null && now < until,
  );

/** Whether somebody's boxes lead, key by key, to the inbox (2) or the vault (3) for which a conversation's key is sealed. */
function opensRow(store: Store, one: Conversation, kid: Bytes, kind: 2 | 3): boolean {
  const { entries, seeds, previous } = store.centres.get(centreIn(one))!;
  const keys = entries.flatMap(({ change, keyKid }) =>
    change.type === 'key' && (change.which === 2) === (kind === 2) ? [toBase64url(keyKid!)] : [],
  );
  const row = recordIn(one).rows.find((found) => found.kind === kind);
  const person = toBase64url(kid);
  let isOpen = false;
  for (const key of keys.toReversed()) {
    isOpen ||= seeds.some((seed) => seed.key === key && seed.person === person);
    if (row && key === toBase64url(row.kid)) return isOpen;
    isOpen &&= previous.some((link) => link.key === key);
  }
  return false;
}
export const opensInbox = (store: Store, one: Conversation, kid: Bytes): boolean =>
  opensRow(store, one, kid, 2);
/** A lead who doesn't keep the vault can draw its next key, and link none to it. */
export const opensVault = (store: Store, one: Conversation, kid: Bytes): boolean =>
  opensRow(store, one, kid, 3);

/** By conversation and name: the newest seq whose key somebody may have: named, in the pool, or keeping the vault. */
export type Reach = Map<string, number>;
export function lastKeyed(play: Play, one: Conversation): void {
  for (const { name, account } of play.cast.seats.values()) {
    const id = account.bundle.account;
    const isKeyed =
      keptRole(play.store, one, id) > 0 ||
      isInPoolOf(play.store, one, id) ||
      (bitsOf(play.store, centreIn(one), id) & 4) !== 0;
    if (isKeyed) play.reach.set(`${one.id}:${name}`, one.stream.seq);
  }
}

const label = (name: string): Bytes => {
  const text = new TextEncoder().encode(`ccp1/${name}`);
  return cat(new Uint8Array([0, text.length]), text);
};

const commitOf = (key: Bytes, { conversation, epoch }: EpochRecord): string =>
  Buffer.from(hkdfSync('sha256', key, '', cat(label('ek-commit'), conversation, u32(epoch)), 32)).toString(
    'hex',
  );

const isKeyOf = (key: Bytes, record: EpochRecord): boolean => commitOf(key, record) === hex(record.ekCommit);

const keys = new WeakMap<EpochRecord, Bytes>();

/** The key of an epoch, from what its maker drew. */
export function keyOf(play: Play, record: EpochRecord): Bytes {
  const known = keys.get(record);
  if (known) return known;
  const key = play.keyed.get(toBase64url(record.bytes))?.find((drawn) => isKeyOf(drawn, record));
  if (!key) throw new Error('nobody has drawn the key of a stored record');
  keys.set(record, key);
  return key;
}

const bodies = new WeakMap<Message, Json>();

/** What an item says, by its maker's key. */
async function bodyOf(play: Play, one: Conversation, message: Message): Promise<Record<string, unknown>> {
  const known = bodies.get(message);
  if (known) return known as Record<string, unknown>;
  const record = one.items.find(({ item }) => item.type === 'record' && item.epoch === message.epoch)!;
  const key = keyOf(play, record.item as EpochRecord);
  const body = await openMessage(key, message).catch((error: unknown) => {
    if (error instanceof Unopened) throw new Broken('words under another key than their record’s');
    throw error;
  });
  bodies.set(message, body);
  return body as Record<string, unknown>;
}

export type Line = { id: string; sender: string; state: string; text: string | null };

/** The whole conversation as each of its readers must see it. */
export async function linesOf(play: Play, one: Conversation): Promise<Line[]> {
  const lines: Line[] = [];
  for (const { item, isErased } of one.items) {
    if (item.type === 'record') continue;
    const sender = toBase64url(item.sender);
    const body = await bodyOf(play, one, item);
    if (body.t === 'edit' || body.t === 'del') {
      const line = isErased ? undefined : lines.find(({ id }) => id === body.ref);
      if (!line || line.sender !== sender || line.state === 'deleted') continue;
      if (body.t === 'del') Object.assign(line, { state: 'deleted', text: null });
      else if (line.state !== 'withheld') Object.assign(line, { state: 'edited', text: body.x });
      continue;
    }
    if (body.t === 'about') continue;
    const id = toBase64url(item.messageId);
    if (isErased) lines.push({ id, sender, state: 'withheld', text: null });
    else lines.push({ id, sender, state: 'ok', text: body.t === 'text' ? String(body.x) : null });
  }
  return lines;
}

export const BEGINNING = hex(new Uint8Array(32));
/** The chain over m, computed once more. */
export const transcriptAfter = (before: string, m: Bytes): string =>
  createHash('sha256').update(label('chain')).update(before, 'hex').update(m).digest('hex');

/** True when somebody who kept every key they ever had opens a message with one of them. */
export async function opensWithAny(keys: Iterable<Bytes>, message: Message): Promise<boolean> {
  for (const key of keys) {
    try {
      await openMessage(key, message);
      return true;
    } catch (error) {
      if (!(error instanceof Unopened)) throw error;
    }
  }
  return false;
}
