import {
  type Bytes,
  type ConversationKind,
  type EpochRecord,
  hasRowKind,
  type Message,
  membersOf,
  newStream,
  ROW_KIND,
  refuseUnless,
  same,
  takeMessage,
  takeRecord,
  type View,
} from '@beistand/wire';
import { sql } from 'kysely';
import type { Tenant } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { bundlesOf } from '../keys/bundles.ts';
import { writeRows } from './store.ts';
import { judged } from './verdict.ts';

/** The first two items of a conversation, parsed, with the epoch key sealed to each row. */
export type Opening = { record: EpochRecord; message: Message; wraps: Bytes[] };

/** Those who come together under one id wait for the first, whose row doesn't exist yet and can't be locked. */
export async function oneAtATime(tenant: Tenant, id: Bytes): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${toText(id)}, 0))`.execute(tenant);
}

/** The same two items under this id: the answer to the first try was lost. `ID_TAKEN` for any others. */
export async function isRetry(tenant: Tenant, { record, message }: Opening): Promise<boolean> {
  const known = await tenant
    .selectFrom('items')
    .select('hash')
    .where('conversation_id', '=', record.conversation)
    .where('seq', '<=', 2)
    .orderBy('seq')
    .execute();
  if (known.length === 0) return false;
  const [first, second] = known;
  return (
    (first && second && same(first.hash, record.m) && same(second.hash, message.m)) || refuse('ID_TAKEN')
  );
}

/** The same rules every client will apply to these two items; T after each. */
export async function judgeOpening(
  tenant: Tenant,
  { record, message }: Opening,
  view: View,
  kind: ConversationKind,
): Promise<[Bytes, Bytes]> {
  const stream = newStream(record.conversation);
  const bundles = await bundlesOf(
    tenant,
    membersOf(record.rows).map(({ kid }) => kid),
  );
  await judged([], async () => {
    refuseUnless(record.kind === kind, 'KIND');
    await takeRecord(stream, record, { view, bundles });
    await takeMessage(stream, message, { bundles, newest: view });
  });
  return [stream.transcripts.get(1)!, stream.transcripts.get(2)!];
}

/** Stores what was judged; `organisation` is the tenant's. */
export async function writeOpening(
  tenant: Tenant,
  organisation: Bytes,
  { record, message, wraps }: Opening,
  [afterRecord, transcript]: [Bytes, Bytes],
  at: Date,
): Promise<void> {
  const { conversation, centre, sender, kind } = record;
  const of = { conversation_id: conversation, organisation_id: organisation };
  await tenant
    .insertInto('conversations')
    .values({
      id: conversation,
      organisation_id: organisation,
      kind,
      centre_id: centre,
      epoch: 0,
      record_seq: 1,
      seq: 2,
      transcript,
      is_waiting: hasRowKind(record.rows, ROW_KIND.inbox),
      changed_at: at,
    })
    .execute();
  const item = { ...of, epoch: 0, sender, at };
  const first = { hash: record.m, transcript: afterRecord, bytes: record.bytes };
  const second = { hash: message.m, transcript, bytes: message.bytes };
  await tenant
    .insertInto('items')
    .values([
      { ...item, seq: 1, kind: 'record', message_id: null, ...first },
      { ...item, seq: 2, kind: 'message', message_id: message.messageId, ...second },
    ])
    .execute();
  await tenant
    .insertInto('conversation_events')
    .values({ ...of, seq: 1, what: 'opened', account_id: sender, at })
    .execute();
  await writeRows(tenant, organisation, record, wraps, at);
}
