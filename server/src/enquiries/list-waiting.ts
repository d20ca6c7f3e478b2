import type { Contract } from '@beistand/contract';
import { BIT, type Bytes, parseRecord, ROW_KIND, same } from '@beistand/wire';
import { sql } from 'kysely';
import { rightTo } from '../conversations/access.ts';
import { itemRows, shownItem, viewBehind } from '../conversations/store.ts';
import type { Handler, Tenant } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { pageAfter, pageMark, pageSize } from '../http/page.ts';

/** Enquiries that wait for the centres the caller counsels in, soonest promise first. */
export const listWaiting: Handler<Contract['listWaiting']> = ({ transact, me, query, world }) =>
  transact(async (tenant) => {
    const limit = pageSize(query.limit, 50);
    const rows = await waitingFor(tenant, me, pageAfter(query.after), limit);
    const mine = [];
    for (const row of rows) {
      const { id: conversation, centre_id: centre, seq, record_seq: recordSeq } = row;
      const [current, newest] = [await parseRecord(row.bytes), await viewBehind(tenant, row)];
      // Nobody stands in for anybody in what waits for all of them.
      const beside = { covers: [], left: [], parent: null };
      const place = { conversation, centre, seq, recordSeq, isWaiting: true, current, newest, ...beside };
      if (rightTo(place, me, world.clock())) mine.push(row);
    }
    const ids = mine.map(({ id }) => id);
    const items = await firstLines(tenant, ids);
    const wraps = await inboxWraps(tenant, ids);
    const waiting = mine.map((row) => ({
      conversation: toText(row.id),
      centre: toText(row.centre_id),
      topic: row.topic_id && toText(row.topic_id),
      seq: row.seq,
      at: row.created_at.getTime(),
      answerDueAt: row.answer_due_at.getTime(),
      items: items.filter((item) => same(item.conversation_id, row.id)).map(shownItem),
      wraps: wraps
        .filter((wrap) => same(wrap.conversation_id, row.id))
        .map(({ epoch, box }) => ({ epoch, kind: ROW_KIND.inbox, box: toText(box) })),
    }));
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
    .select(['c.id', 'c.centre_id', 'c.seq', 'c.record_seq', 'r.bytes', 'z.log_idx', 'z.log_hash'])
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

/** Opening record, first message, and the records that lead from the current key back to theirs. */
async function firstLines(tenant: Tenant, conversations: Bytes[]) {
  if (conversations.length === 0) return [];
  const items = () =>
    itemRows(tenant).select('conversation_id').where('conversation_id', 'in', conversations);
  return items()
    .where('seq', '<=', 2)
    .unionAll(items().where('kind', '=', 'record').where('epoch', '>=', 1).where('seq', '>', 2))
    .orderBy('seq')
    .execute();
}

/** All of the inbox's: while an enquiry waits, an older epoch's may be the one an older inbox key opens. */
async function inboxWraps(tenant: Tenant, conversations: Bytes[]) {
  if (conversations.length === 0) return [];
  return tenant
    .selectFrom('wraps')
    .select(['conversation_id', 'epoch', 'box'])
    .where('conversation_id', 'in', conversations)
    .where('kind', '=', ROW_KIND.inbox)
    .orderBy('epoch')
    .execute();
}
