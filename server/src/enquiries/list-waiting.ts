import type { Contract } from '@beistand/contract';
import { BIT, type Bytes, parseRecord, ROW_KIND } from '@beistand/wire';
import { sql } from 'kysely';
import { rightTo } from '../conversations/access.ts';
import { itemsOf, recordsFrom, shownItem, viewBehind } from '../conversations/store.ts';
import { toText } from '../http/codec.ts';
import type { Handler, Tenant } from '../http/handler.ts';
import { pageAfter, pageMark, pageSize } from '../http/page.ts';

/** Enquiries that wait for the centres the caller counsels in, soonest promise first. */
export const listWaiting: Handler<Contract['listWaiting']> = ({ transact, me, query }) =>
  transact(async (tenant) => {
    const limit = pageSize(query.limit, 50);
    const rows = await waitingFor(tenant, me, pageAfter(query.after), limit);
    const waiting = [];
    for (const row of rows) {
      const { id: conversation, centre_id: centre, seq, record_seq: recordSeq } = row;
      const newest = await viewBehind(tenant, row);
      const place = {
        conversation,
        centre,
        seq,
        recordSeq,
        isWaiting: true,
        current: await parseRecord(row.bytes),
        newest,
      };
      if (!rightTo(place, me)) continue;
      waiting.push({
        conversation: toText(conversation),
        centre: toText(centre),
        topic: row.topic_id && toText(row.topic_id),
        seq,
        at: row.created_at.getTime(),
        answerDueAt: row.answer_due_at.getTime(),
        items: await firstLines(tenant, conversation, row.epoch),
        wraps: await inboxWraps(tenant, conversation, centre),
      });
    }
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return { waiting, next: last ? pageMark(last.answer_due_at, last.id) : null };
  });

/** Starts from the waiting conversations, which are few: most enquiries by promise are long accepted. */
function waitingFor(tenant: Tenant, me: Bytes, after: { at: Date; id: Bytes } | null, limit: number) {
  return tenant
    .selectFrom('centre_staff as s')
    .innerJoin('conversations as c', 'c.centre_id', 's.centre_id')
    .innerJoin('enquiries as e', 'e.conversation_id', 'c.id')
    .innerJoin('items as r', (join) =>
      join.onRef('r.conversation_id', '=', 'c.id').onRef('r.seq', '=', 'c.record_seq'),
    )
    .innerJoin('centres as z', 'z.id', 'c.centre_id')
    .select(['c.id', 'c.centre_id', 'c.seq', 'c.record_seq', 'c.epoch', 'r.bytes', 'z.log_idx', 'z.log_hash'])
    .select(['e.topic_id', 'e.created_at', 'e.answer_due_at'])
    .where('s.account_id', '=', me)
    .where(sql<boolean>`s.bits & ${sql.lit(BIT.counsellor)} <> 0`)
    .where('c.is_waiting', '=', sql.lit(true))
    .$if(after !== null, (all) =>
      all.where(sql<boolean>`(e.answer_due_at, e.conversation_id) > (${after!.at}, ${after!.id})`),
    )
    .orderBy('e.answer_due_at')
    .orderBy('e.conversation_id')
    .limit(limit)
    .execute();
}

/** The opening record, the first message, and what leads from the current key back to theirs. */
async function firstLines(tenant: Tenant, conversation: Bytes, epoch: number) {
  const first = await itemsOf(tenant, conversation, 1, 2);
  const later = epoch === 0 ? [] : await recordsFrom(tenant, conversation, 1, epoch);
  return [...first, ...later.filter(({ seq }) => seq > 2)].map(shownItem);
}

async function inboxWraps(tenant: Tenant, conversation: Bytes, centre: Bytes) {
  const rows = await tenant
    .selectFrom('wraps')
    .select(['epoch', 'box'])
    .where('conversation_id', '=', conversation)
    .where('kind', '=', ROW_KIND.inbox)
    .where('id', '=', centre)
    .orderBy('epoch')
    .execute();
  return rows.map(({ epoch, box }) => ({ epoch, kind: ROW_KIND.inbox, box: toText(box) }));
}
