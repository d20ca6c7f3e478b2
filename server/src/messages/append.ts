import {
  advance,
  type Bytes,
  judgeMessage,
  type Message,
  nextTranscript,
  type StreamState,
  same,
} from '@beistand/wire';
import { sql } from 'kysely';
import { rightTo } from '../conversations/access.ts';
import { listenersOf, streamOf, waitingNotice } from '../conversations/rules.ts';
import { type Locked, lockPlace } from '../conversations/store.ts';
import { judged } from '../conversations/verdict.ts';
import type { Announcement, Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';
import { bundlesOfMembers } from '../keys/bundles.ts';

export type Stored = { seq: number; transcript: Bytes; at: Date };
/** A message that may stand next in its conversation, which is locked. */
export type Next = { place: Locked; stream: StreamState };

/**
 * Locks the conversation and judges the message at the hour `at`. Answers with what is stored when its sender's message
 * of that id stands there already: acknowledged is never lost, also for who was removed since.
 */
export async function judgeNext(
  tenant: Tenant,
  message: Message,
  at: Date,
): Promise<{ stored: Stored; next: null } | { stored: null; next: Next }> {
  const { conversation, prevSeq, messageId, sender } = message;
  const place = (await lockPlace(tenant, conversation, prevSeq, messageId)) ?? refuse('NOT_FOUND');
  if (place.known)
    return same(place.known.sender, sender) ? { stored: place.known, next: null } : refuse('DUPLICATE');
  const right = rightTo(place, sender, at.getTime());
  if (right?.by !== 'row') return refuse('NOT_FOUND');
  const stream = streamOf(place, prevSeq, null);
  const bundles = await bundlesOfMembers(tenant, [right.row.kid]);
  await judged(['NOT_ALLOWED', 'STALE_EPOCH', 'REKEY', 'CHAIN', 'SIGNATURE'], () =>
    judgeMessage(stream, message, { bundles, newest: place.newest }),
  );
  return { stored: null, next: { place, stream } };
}

/** Stores what was judged, in the same transaction. The notices are for after its commit. */
export async function append(
  tenant: Tenant,
  message: Message,
  { place, stream }: Next,
  at: Date,
): Promise<{ stored: Stored; notices: Announcement[] }> {
  const { seq, isAnswered } = advance(stream, message);
  const stored = { seq, transcript: await nextTranscript(place.transcript, message.m), at };
  await store(tenant, message, stored, isAnswered);
  return { stored, notices: noticesOf(place, seq, at.getTime()) };
}

function noticesOf(place: Locked, seq: number, now: number): Announcement[] {
  const { conversation, current, isWaiting, newest } = place;
  const items: Announcement = { t: 'items', to: listenersOf(current, place, now), conversation, seq };
  return isWaiting ? [items, waitingNotice(newest)] : [items];
}

/** One statement, for this is what happens most; the conversation's row is locked. */
async function store(
  tenant: Tenant,
  message: Message,
  { seq, transcript, at }: Stored,
  isAnswered: boolean,
): Promise<void> {
  const { conversation, epoch, sender, messageId, m, bytes } = message;
  await sql`
    with moved as (
      update conversations set seq = ${seq}, transcript = ${transcript}, changed_at = ${at}, is_answered = ${isAnswered}
      where id = ${conversation}
    ), listed as (
      update record_rows set changed_at = ${at} where conversation_id = ${conversation}
    ), answered as (
      update enquiries set answered_at = ${at}
      where ${isAnswered}::boolean and conversation_id = ${conversation} and answered_at is null
    )
    insert into items
      (conversation_id, seq, organisation_id, kind, epoch, sender, message_id, hash, transcript, bytes, at)
    values (${conversation}, ${seq}, current_organisation(), 'message', ${epoch}, ${sender}, ${messageId}, ${m},
      ${transcript}, ${bytes}, ${at})`.execute(tenant);
}
