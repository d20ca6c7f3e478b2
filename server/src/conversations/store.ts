import {
  type Bytes,
  CONVERSATION_KIND,
  type EpochRecord,
  fromHex,
  parseRecord,
  ROW_KIND,
  type Row,
  type View,
} from '@beistand/wire';
import { type RawBuilder, sql } from 'kysely';
import type { Tenant } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { viewAtHead } from '../keys/view-of-centre.ts';

/** A conversation's row with its current record and the newest view of its centre. */
export type Place = {
  conversation: Bytes;
  centre: Bytes;
  seq: number;
  recordSeq: number;
  isWaiting: boolean;
  current: EpochRecord;
  newest: View;
  covers: Cover[];
  /** Of a group: who has left, though the record names them still. */
  left: Bytes[];
  /** What a staff thread is about: who may read that no longer may read the thread no longer. Null for all else. */
  parent: Place | null;
};

/** Dates of a member who stands in for somebody, ms. */
export type Cover = { account: Bytes; from: number; until: number };

/** `covers_of`: a column, so that a conversation is read in one round trip. */
type StoredCovers = { account: string; from: number; until: number }[];
export const coversOf = (conversation: RawBuilder<unknown> | Bytes) =>
  sql<StoredCovers>`covers_of(${conversation})`;
export const readCovers = (stored: StoredCovers): Cover[] =>
  stored.map(({ account, from, until }) => ({ account: fromHex(account), from, until }));

/** `left_of`, likewise. */
export const leftOf = (conversation: RawBuilder<unknown> | Bytes) => sql<string[]>`left_of(${conversation})`;

type Head = { centre_id: Bytes; log_idx: number; log_hash: Bytes | null };

/** The newest view behind a log head that was read along with something that only a founded centre can have. */
export async function viewBehind(tenant: Tenant, head: Head): Promise<View> {
  const view = await viewAtHead(tenant, {
    id: head.centre_id,
    log_idx: head.log_idx,
    log_hash: head.log_hash,
  });
  if (!view) throw new Error('a conversation belongs to a centre without a log');
  return view;
}

/** As it stands, without a lock; null when there is none here. */
export async function readPlace(tenant: Tenant, conversation: Bytes): Promise<Place | null> {
  const row = await tenant
    .selectFrom('conversations as c')
    .innerJoin('items as r', (join) =>
      join.onRef('r.conversation_id', '=', 'c.id').onRef('r.seq', '=', 'c.record_seq'),
    )
    .innerJoin('centres as z', 'z.id', 'c.centre_id')
    .select(['c.centre_id', 'c.seq', 'c.record_seq', 'c.is_waiting', 'r.bytes', 'z.log_idx', 'z.log_hash'])
    .select([coversOf(conversation).as('covers'), leftOf(conversation).as('left')])
    .where('c.id', '=', conversation)
    .executeTakeFirst();
  if (!row) return null;
  const current = await parseRecord(row.bytes);
  return {
    conversation,
    centre: row.centre_id,
    seq: row.seq,
    recordSeq: row.record_seq,
    isWaiting: row.is_waiting,
    current,
    newest: await viewBehind(tenant, row),
    covers: readCovers(row.covers),
    left: row.left.map(fromHex),
    parent: await parentOf(tenant, current),
  };
}

async function parentOf(tenant: Tenant, { kind, conversation }: EpochRecord): Promise<Place | null> {
  if (kind !== CONVERSATION_KIND.staffThread) return null;
  const link = await tenant
    .selectFrom('conversation_links')
    .select(['about_id', 'what'])
    .where('conversation_id', '=', conversation)
    .executeTakeFirstOrThrow();
  return link.what === 'notes' ? null : readPlace(tenant, link.about_id);
}

/** A `Place` whose row is locked until the transaction ends, with what an item at `prevSeq + 1` and later is judged by. */
export type Locked = Place & {
  isAnswered: boolean;
  transcript: Bytes;
  /** T at the asked seq, undefined where there is no such item */
  transcriptThere: Bytes | undefined;
  /** The item that has the asked message id. */
  known: { sender: Bytes; seq: number; transcript: Bytes; at: Date } | null;
};

type LockedRow = Head & {
  epoch: number;
  record_seq: number;
  seq: number;
  transcript: Bytes;
  is_waiting: boolean;
  is_answered: boolean;
  record: Bytes;
  transcript_there: Bytes | null;
  known_sender: Bytes | null;
  known_seq: number;
  known_transcript: Bytes;
  known_at: Date;
  covers: StoredCovers;
  left: string[];
};

/** Locks and reads in one round trip; null when there is no such conversation here. */
export async function lockPlace(
  tenant: Tenant,
  conversation: Bytes,
  prevSeq: number,
  messageId: Bytes | null,
): Promise<Locked | null> {
  const { rows } = await sql<LockedRow>`
    select *, ${coversOf(conversation)} as covers, ${leftOf(conversation)} as "left" from stream_for_writing(${conversation}, ${prevSeq}, ${messageId})`.execute(
    tenant,
  );
  const [row] = rows;
  if (!row) return null;
  const current = await parseRecord(row.record);
  return {
    conversation,
    centre: row.centre_id,
    seq: row.seq,
    recordSeq: row.record_seq,
    isWaiting: row.is_waiting,
    isAnswered: row.is_answered,
    transcript: row.transcript,
    transcriptThere: row.transcript_there ?? undefined,
    current,
    newest: await viewBehind(tenant, row),
    covers: readCovers(row.covers),
    left: row.left.map(fromHex),
    parent: await parentOf(tenant, current),
    known: row.known_sender && {
      sender: row.known_sender,
      seq: row.known_seq,
      transcript: row.known_transcript,
      at: row.known_at,
    },
  };
}

/** What a record leaves besides itself: the rows that lists are made from, and the sealed epoch key for each of them. */
export async function writeRows(
  tenant: Tenant,
  organisation: Bytes,
  record: EpochRecord,
  wraps: readonly Bytes[],
  at: Date,
): Promise<void> {
  const of = ({ kind, id }: Row) => ({
    conversation_id: record.conversation,
    organisation_id: organisation,
    kind,
    id,
  });
  await tenant.deleteFrom('record_rows').where('conversation_id', '=', record.conversation).execute();
  await tenant
    .insertInto('record_rows')
    .values(record.rows.map((row) => ({ ...of(row), role: row.role, kid: row.kid, changed_at: at })))
    .execute();
  await tenant
    .insertInto('wraps')
    .values(record.rows.map((row, i) => ({ ...of(row), epoch: record.epoch, box: wraps[i]! })))
    .execute();
}

/** From the first item on, at whatever hour. */
export const everything = { seq: 1, since: 0 };

/**
 * The first item that is an account's to read: of a group the record by which they are in without a break, which is the
 * oldest that a key is kept for, else the conversation's first. `since` in ms, 0 for all there ever was.
 */
export async function firstFor(
  tenant: Tenant,
  place: Place,
  account: Bytes,
): Promise<{ seq: number; since: number }> {
  if (place.current.kind !== CONVERSATION_KIND.group) return everything;
  const { seq, at } = await tenant
    .selectFrom('wraps as w')
    .innerJoin('items as r', (join) =>
      join.onRef('r.conversation_id', '=', 'w.conversation_id').onRef('r.epoch', '=', 'w.epoch'),
    )
    .select(['r.seq', 'r.at'])
    .where('w.conversation_id', '=', place.conversation)
    .where('w.kind', '=', ROW_KIND.person)
    .where('w.id', '=', account)
    .where('r.kind', '=', 'record')
    .orderBy('w.epoch')
    .limit(1)
    .executeTakeFirstOrThrow();
  return { seq, since: seq > 1 ? at.getTime() : 0 };
}

/** Displayed names of staff among these accounts. */
export async function namesOf(
  tenant: Tenant,
  accounts: readonly Bytes[],
): Promise<{ account: Bytes; name: string }[]> {
  if (accounts.length === 0) return [];
  return tenant
    .selectFrom('staff')
    .select(['account_id as account', 'name'])
    .where('account_id', 'in', accounts)
    .execute();
}

export type ItemRow = {
  seq: number;
  kind: 'record' | 'message' | 'erased';
  epoch: number;
  sender: Bytes;
  bytes: Bytes;
  at: Date;
};

/** Items of any conversation, as they are shown. */
export const itemRows = (tenant: Tenant) =>
  tenant
    .selectFrom('items')
    .select(['seq', 'epoch', 'sender', 'bytes', 'at'])
    .select((column) => column.ref('kind').$castTo<ItemRow['kind']>().as('kind'));

const items = (tenant: Tenant, conversation: Bytes) =>
  itemRows(tenant).where('conversation_id', '=', conversation).orderBy('seq');

/** Items `from` to `to`, both included. */
export const itemsOf = (tenant: Tenant, conversation: Bytes, from: number, to: number): Promise<ItemRow[]> =>
  items(tenant, conversation).where('seq', '>=', from).where('seq', '<=', to).execute();

/** Records of the epochs `from` to `to`, both included. */
export const recordsFrom = (
  tenant: Tenant,
  conversation: Bytes,
  from: number,
  to: number,
): Promise<ItemRow[]> =>
  items(tenant, conversation)
    .where('kind', '=', 'record')
    .where('epoch', '>=', from)
    .where('epoch', '<=', to)
    .execute();

/** As the contract names it. */
export const shownItem = ({ seq, kind, bytes, at }: ItemRow) => ({
  seq,
  kind,
  bytes: toText(bytes),
  at: at.getTime(),
});
