import type { Contract } from '@beistand/contract';
import {
  type Bytes,
  CONVERSATION_KIND,
  type EpochRecord,
  fromHex,
  membersOf,
  parseRecord,
  same,
} from '@beistand/wire';
import { sql } from 'kysely';
import type { Handler, Tenant } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { pageAfter, pageMark, pageSize } from '../http/page.ts';
import { rightTo } from './access.ts';
import { coversOf, leftOf, namesOf, readCovers, viewBehind } from './store.ts';

/** One page of my rows, latest change first; whether a row still counts, the centre's log decides. */
export const listConversations: Handler<Contract['listConversations']> = ({ transact, me, query, world }) =>
  transact(async (tenant) => {
    const limit = pageSize(query.limit, 50);
    const { listed, isMore } = await readable(tenant, me, pageAfter(query.after), limit, world.clock());
    const accounts = listed.flatMap(({ current }) => membersOf(current.rows).map(({ id }) => id));
    const people = await namesOf(tenant, accounts);
    const slots = await slotsOf(
      tenant,
      me,
      listed.map(({ row }) => row.id),
    );
    const last = isMore ? listed.at(-1)?.row : undefined;
    return {
      conversations: listed.map(({ row, current }) => {
        const slot = slots.find((one) => same(one.slot, row.id));
        return {
          conversation: toText(row.id),
          centre: toText(row.centre_id),
          centreName: row.name,
          kind: row.kind,
          seq: row.seq,
          changedAt: row.changed_at.getTime(),
          answerDueAt: row.answer_due_at?.getTime() ?? null,
          answeredAt: row.answered_at?.getTime() ?? null,
          record: { seq: row.record_seq, bytes: toText(row.bytes) },
          slot: slot ? { version: slot.version, bytes: toText(slot.bytes) } : null,
          people: people
            .filter(({ account }) => current.rows.some(({ id }) => same(id, account)))
            .map(({ account, name }) => ({ account: toText(account), name })),
        };
      }),
      passedOn: query.after === undefined ? await passedOn(tenant, me) : [],
      next: last ? pageMark(last.changed_at, last.id) : null,
    };
  });

type Listed = { row: Awaited<ReturnType<typeof mine>>[number]; current: EpochRecord };

/** At least one, unless there is none: where a page ends says when that conversation changed, so it ends at one of theirs. */
async function readable(
  tenant: Tenant,
  me: Bytes,
  after: { at: Date; id: Bytes } | null,
  limit: number,
  now: number,
): Promise<{ listed: Listed[]; isMore: boolean }> {
  const rows = await mine(tenant, me, after, limit);
  const listed: Listed[] = [];
  for (const row of rows) {
    const current = await parseRecord(row.bytes);
    const place = {
      conversation: row.id,
      centre: row.centre_id,
      seq: row.seq,
      recordSeq: row.record_seq,
      isWaiting: row.is_waiting,
      current,
      newest: await viewBehind(tenant, row),
      covers: readCovers(row.covers),
      left: row.left.map(fromHex),
      parent: null,
    };
    if (rightTo(place, me, now)?.by === 'row') listed.push({ row, current });
  }
  const last = rows.at(-1);
  const isMore = rows.length === limit;
  if (!last || !isMore || listed.length > 0) return { listed, isMore };
  return readable(tenant, me, { at: last.changed_at, id: last.id }, limit, now);
}

function mine(tenant: Tenant, me: Bytes, after: { at: Date; id: Bytes } | null, limit: number) {
  return (
    tenant
      .selectFrom('record_rows as m')
      .innerJoin('conversations as c', 'c.id', 'm.conversation_id')
      .innerJoin('items as r', (join) =>
        join.onRef('r.conversation_id', '=', 'c.id').onRef('r.seq', '=', 'c.record_seq'),
      )
      .innerJoin('centres as z', 'z.id', 'c.centre_id')
      .leftJoin('enquiries as e', 'e.conversation_id', 'c.id')
      .select(['c.id', 'c.kind', 'c.centre_id', 'c.seq', 'c.record_seq', 'c.is_waiting', 'c.changed_at'])
      .select(['r.bytes', 'z.name', 'z.log_idx', 'z.log_hash', 'e.answer_due_at', 'e.answered_at'])
      .select([coversOf(sql.ref('c.id')).as('covers'), leftOf(sql.ref('c.id')).as('left')])
      .where('m.id', '=', me)
      .where('m.kind', '=', 1)
      // They are shown beside what they are about, and nowhere else.
      .where('c.kind', '<>', CONVERSATION_KIND.staffThread)
      .$if(after !== null, (all) =>
        all
          .where('m.changed_at', '<=', after!.at)
          .where((or) =>
            or.or([or('m.changed_at', '<', after!.at), or('m.conversation_id', '>', after!.id)]),
          ),
      )
      .orderBy('m.changed_at', 'desc')
      .orderBy('m.conversation_id')
      .limit(limit)
      .execute()
  );
}

/** The one thing a former member learns, so that a key that isn't theirs doesn't take a conversation in silence. */
async function passedOn(tenant: Tenant, me: Bytes) {
  const rows = await tenant
    .selectFrom('passed_on')
    .select(['conversation_id', 'at'])
    .where('account_id', '=', me)
    .orderBy('at', 'desc')
    .limit(50)
    .execute();
  return rows.map(({ conversation_id, at }) => ({ conversation: toText(conversation_id), at: at.getTime() }));
}

async function slotsOf(tenant: Tenant, me: Bytes, conversations: Bytes[]) {
  if (conversations.length === 0) return [];
  return tenant
    .selectFrom('slots')
    .select(['slot', 'version', 'bytes'])
    .where('account_id', '=', me)
    .where('slot', 'in', conversations)
    .execute();
}
