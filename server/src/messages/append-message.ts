import type { Contract } from '@beistand/contract';
import {
  advance,
  type Bytes,
  judgeMessage,
  type Message,
  nextTranscript,
  parseMessage,
  same,
} from '@beistand/wire';
import { sql } from 'kysely';
import { bindFiles } from '../attachments/bind.ts';
import { rightTo } from '../conversations/access.ts';
import { listenersOf, streamOf, waitingNotice } from '../conversations/rules.ts';
import { type Locked, lockPlace } from '../conversations/store.ts';
import { judged } from '../conversations/verdict.ts';
import type { Announcement, Handler, Tenant } from '../http/asked.ts';
import { toBuffer, toBytes, toText } from '../http/codec.ts';
import { countOrRefuse } from '../http/limits.ts';
import { refuse } from '../http/refuse.ts';
import { bundlesOfMembers } from '../keys/bundles.ts';

/** Appends one sealed message, in the order of protocol "Server". A retry gets what the first try stored. */
export const appendMessage: Handler<Contract['appendMessage']> = async (asked) => {
  const { world, caller, me, input, params } = asked;
  const message = await parseMessage(toBytes(toBuffer(input.message)));
  const conversation = toBytes(toBuffer(params.conversation));
  if (!same(message.conversation, conversation) || !same(message.sender, me)) refuse('SENDER');
  const at = new Date(world.clock());

  const { stored, notices } = await asked.transact(async (tenant) => {
    const place =
      (await lockPlace(tenant, conversation, message.prevSeq, message.messageId)) ?? refuse('NOT_FOUND');
    if (place.known) {
      // Acknowledged is never lost: the sender learns of it even if removed since.
      if (!same(place.known.sender, me)) refuse('DUPLICATE');
      return { stored: place.known, notices: [] };
    }
    const right = rightTo(place, me, at.getTime());
    if (right?.by !== 'row') refuse('NOT_FOUND');
    const stream = streamOf(place, message.prevSeq, null);
    const bundles = await bundlesOfMembers(tenant, [right.row.kid]);
    await judged(['NOT_ALLOWED', 'STALE_EPOCH', 'REKEY', 'CHAIN', 'SIGNATURE'], () =>
      judgeMessage(stream, message, { bundles, newest: place.newest }),
    );
    const next = advance(stream, message);
    const files = input.files.map((file) => toBytes(toBuffer(file)));
    await bindFiles(tenant, conversation, me, next.seq, files);
    countOrRefuse(world, `messages:${toText(me)}`, world.limits.messages[caller.kind ?? 'seeker']);
    const transcript = await nextTranscript(place.transcript, message.m);
    await store(tenant, message, { seq: next.seq, transcript, at, isAnswered: next.isAnswered });
    asked.created();
    return { stored: { seq: next.seq, transcript, at }, notices: noticesOf(place, next.seq, at.getTime()) };
  });
  asked.announce(notices);
  return { seq: stored.seq, transcript: toText(stored.transcript), at: stored.at.getTime() };
};

function noticesOf(
  { conversation, current, isWaiting, newest, covers }: Locked,
  seq: number,
  now: number,
): Announcement[] {
  const items: Announcement = { t: 'items', to: listenersOf(current, covers, now), conversation, seq };
  return isWaiting ? [items, waitingNotice(newest)] : [items];
}

type Next = { seq: number; transcript: Bytes; at: Date; isAnswered: boolean };

/** One statement, for this is what happens most; the conversation's row is locked. */
async function store(
  tenant: Tenant,
  message: Message,
  { seq, transcript, at, isAnswered }: Next,
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
