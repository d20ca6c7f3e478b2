import type { Contract } from '@beistand/contract';
import { type Bytes, membersOf, ROW_KIND, zeros } from '@beistand/wire';
import { sql } from 'kysely';
import type { Handler, Tenant } from '../http/asked.ts';
import { toBuffer, toBytes, toText } from '../http/codec.ts';
import { pageSize } from '../http/page.ts';
import { shownUse, usesOf } from '../vault/store.ts';
import { conversationFor, type Right } from './access.ts';
import {
  everything,
  firstFor,
  type ItemRow,
  itemsOf,
  namesOf,
  type Place,
  recordsFrom,
  shownItem,
} from './store.ts';

type Page = { items: ItemRow[]; records: ItemRow[]; startSeq: number; epochs: [from: number, to: number] };

/** What a member, or a counsellor while the enquiry waits, may read; never what came after the row that was read first. */
export const readItems: Handler<Contract['readItems']> = ({ transact, me, params, query, world }) =>
  transact(async (tenant) => {
    // Items, right and wraps of one moment: accepted in between, an enquiry would come without the key that opens it.
    await sql`set transaction isolation level repeatable read, read only`.execute(tenant);
    const now = world.clock();
    const { place, right } = await conversationFor(tenant, toBytes(toBuffer(params.conversation)), me, now);
    const limit = pageSize(query.limit, 200);
    // A custodian who has opened the vault reads all of it, as everyone can see.
    const first = right.by === 'row' ? await firstFor(tenant, place, me) : everything;
    const page =
      query.before === undefined
        ? await pageAfterSeq(tenant, place, Math.max(query.after ?? 0, first.seq - 1), limit)
        : await pageBefore(tenant, place, query.before, limit, first.seq);
    const enquiry = await tenant
      .selectFrom('enquiries')
      .select(['answer_due_at', 'answered_at'])
      .where('conversation_id', '=', place.conversation)
      .executeTakeFirst();
    return {
      items: page.items.map(shownItem),
      records: page.records.map(shownItem),
      transcriptBefore: toText(await transcriptAt(tenant, place, page.startSeq)),
      seq: place.seq,
      wraps: await wrapsFor(tenant, place, right, me, page.epochs),
      people: await peopleIn(tenant, place, page.items),
      answerDueAt: enquiry?.answer_due_at.getTime() ?? null,
      answeredAt: enquiry?.answered_at?.getTime() ?? null,
      covers: place.covers.map(({ account, ...dates }) => ({
        account: toText(account),
        ...dates,
        isOver: dates.until <= now,
      })),
      missingKeys: await missingKeys(tenant, place.conversation),
      vaultUses: (await usesOf(tenant, place.conversation, first.since)).map(shownUse),
    };
  });

async function missingKeys(tenant: Tenant, conversation: Bytes) {
  const rows = await tenant
    .selectFrom('missing_keys')
    .select(['epoch', 'account_id'])
    .where('conversation_id', '=', conversation)
    .orderBy('epoch')
    .orderBy('account_id')
    .execute();
  return rows.map(({ epoch, account_id }) => ({ epoch, account: toText(account_id) }));
}

async function pageAfterSeq(tenant: Tenant, place: Place, after: number, limit: number): Promise<Page> {
  const items = await itemsOf(tenant, place.conversation, after + 1, Math.min(place.seq, after + limit));
  const [from, to] = [items[0]?.epoch ?? place.current.epoch, items.at(-1)?.epoch ?? place.current.epoch];
  return { items, records: [], startSeq: Math.min(after, place.seq), epochs: [from, to] };
}

async function pageBefore(
  tenant: Tenant,
  place: Place,
  before: number,
  limit: number,
  first: number,
): Promise<Page> {
  const end = before === 0 ? place.seq : Math.min(before - 1, place.seq);
  const start = Math.max(first, end - limit + 1);
  const items = await itemsOf(tenant, place.conversation, start, end);
  const from = items[0]?.epoch ?? 0;
  const records = await recordsFrom(tenant, place.conversation, from, place.current.epoch);
  return { items, records, startSeq: start - 1, epochs: [from, place.current.epoch] };
}

async function transcriptAt(tenant: Tenant, { conversation }: Place, seq: number): Promise<Bytes> {
  if (seq === 0) return zeros(32);
  const row = await tenant
    .selectFrom('items')
    .select('transcript')
    .where('conversation_id', '=', conversation)
    .where('seq', '=', seq)
    .executeTakeFirstOrThrow();
  return row.transcript;
}

const keyKind = { pool: ROW_KIND.inbox, vault: ROW_KIND.vault } as const;

/** A member's own; the inbox's for the counsellors it waits for; the vault's to a custodian while a use lets them. Nobody is served another's. */
async function wrapsFor(tenant: Tenant, place: Place, right: Right, me: Bytes, [from, to]: [number, number]) {
  const [kind, id] = right.by === 'row' ? [ROW_KIND.person, me] : [keyKind[right.by], place.centre];
  const rows = await tenant
    .selectFrom('wraps')
    .select(['epoch', 'box'])
    .where('conversation_id', '=', place.conversation)
    .where('epoch', '>=', from)
    .where('epoch', '<=', to)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .orderBy('epoch')
    .execute();
  return rows.map(({ epoch, box }) => ({ epoch, kind, box: toText(box) }));
}

/** Staff among the members and among those who wrote what is on the page. */
async function peopleIn(tenant: Tenant, { current }: Place, items: ItemRow[]) {
  const people = await namesOf(tenant, [
    ...membersOf(current.rows).map(({ id }) => id),
    ...items.map(({ sender }) => sender),
  ]);
  return people.map(({ account, name }) => ({ account: toText(account), name }));
}
