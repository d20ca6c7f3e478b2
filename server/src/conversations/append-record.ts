import type { Contract, Rate } from '@beistand/contract';
import {
  accessOf,
  advance,
  BIT,
  type Bytes,
  CONVERSATION_KIND,
  DEED,
  type EpochRecord,
  hasRowKind,
  isInPool,
  judgeRecord,
  mustRekey,
  nextTranscript,
  parseRecord,
  REASON,
  ROLE,
  ROW_KIND,
  reasonOf,
  same,
  staffByAccount,
  type View,
} from '@beistand/wire';
import { promiseAt } from '../enquiries/promise.ts';
import { settleGroup } from '../groups/settle.ts';
import type { Announcement, Handler, Tenant } from '../http/asked.ts';
import { toBuffer, toBytes, toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { bundlesOf } from '../keys/bundles.ts';
import { viewAtHead } from '../keys/view-of-centre.ts';
import { isVaultOpen } from '../vault/access.ts';
import { isAway } from './access.ts';
import { forgetLeavers, readPlanned, writeCovers } from './covers.ts';
import { noticesOfRecord, streamOf } from './rules.ts';
import { type Locked, lockPlace, namesOf, writeRows } from './store.ts';
import { judged } from './verdict.ts';

type Stored = { seq: number; transcript: Bytes; at: Date };

/** Changes who is in a conversation and under which key, in the order of protocol "Server". */
export const appendRecord: Handler<Contract['appendRecord']> = async (asked) => {
  const { world, caller, me, input, params } = asked;
  const record = await parseRecord(toBytes(toBuffer(input.record)));
  const conversation = toBytes(toBuffer(params.conversation));
  if (!same(record.conversation, conversation) || !same(record.sender, me)) refuse('SENDER');
  const wraps = input.wraps.map(toBuffer);
  if (wraps.length !== record.rows.length) refuse('FORMAT');
  const now = world.clock();
  const covers = readPlanned(input.covers ?? [], record, now);

  const { stored, notices } = await asked.transact(async (tenant) => {
    const place = (await lockPlace(tenant, conversation, record.prevSeq, null)) ?? refuse('NOT_FOUND');
    const known = await sameRecord(tenant, record);
    if (known) return { stored: known, notices: [] };
    // Held until commit: nobody's rights change between this judgement and what it stores.
    const views = await shareLockedViews(tenant, place.centre, record.centre);
    const newest = views(place.centre) ?? place.newest;
    await refuseStrangers(tenant, { ...place, newest }, record, now);
    // A centre nobody knows can't be judged by its own log; judged by ours, E2 to E4 refuse it in their order.
    const view = views(record.centre) ?? newest;
    const stream = streamOf(place, record.prevSeq, await newestDeed(tenant, record));
    const bundles = await bundlesOf(tenant, kidsNamed(place.current, record, view));
    await judged(['STALE_EPOCH', 'STALE_LOG', 'CHAIN'], () =>
      judgeRecord(stream, record, { view, bundles, isViewNewest: true }),
    );
    if (record.reason === REASON.move) await refuseClosed(tenant, record.centre);
    if (!mustRekey(place.current, newest)) await refuseHaste(tenant, conversation, now, world.limits.records);

    const next = advance(stream, record);
    const stored = {
      seq: next.seq,
      transcript: await nextTranscript(place.transcript, record.m),
      at: new Date(now),
    };
    const left = await settleGroup(tenant, place, record);
    await write(tenant, caller.organisation, record, stored, next.isAnswered);
    await writeRows(tenant, caller.organisation, record, wraps, stored.at);
    await dropOldWraps(tenant, record);
    const stay = await writeCovers(tenant, caller.organisation, record, covers, stored);
    await forgetLeavers(tenant, record);
    await notePassing(tenant, caller.organisation, place.current, record, stored.at);
    await moveEnquiry(tenant, record, now);
    asked.created();
    return {
      stored,
      notices: noticesOfRecord(
        { ...place, newest },
        record,
        { seq: next.seq, after: { newest: view, covers: stay, left, parent: place.parent }, now },
        waitingLists(place, record, newest, view),
      ),
    };
  });
  asked.announce(notices satisfies Announcement[]);
  return { seq: stored.seq, transcript: toText(stored.transcript), at: stored.at.getTime() };
};

/** The same bytes stored before: a retry, whatever has happened since. */
async function sameRecord(tenant: Tenant, record: EpochRecord): Promise<Stored | undefined> {
  return tenant
    .selectFrom('items')
    .select(['seq', 'transcript', 'at'])
    .where('conversation_id', '=', record.conversation)
    .where('kind', '=', 'record')
    .where('epoch', '=', record.epoch)
    .where('hash', '=', record.m)
    .executeTakeFirst();
}

async function shareLockedViews(
  tenant: Tenant,
  ...centres: Bytes[]
): Promise<(centre: Bytes) => View | undefined> {
  const heads = await tenant
    .selectFrom('centres')
    .select(['id', 'log_idx', 'log_hash'])
    .where('id', 'in', centres)
    .orderBy('id')
    .forShare()
    .execute();
  const views: View[] = [];
  for (const head of heads) {
    const view = await viewAtHead(tenant, head);
    if (view) views.push(view);
  }
  return (centre) => views.find((view) => same(view.centre, centre));
}

/** Members, counsellors while the enquiry waits; a counsellor who comes too late learns who was first. */
async function refuseStrangers(
  tenant: Tenant,
  place: Locked,
  record: EpochRecord,
  now: number,
): Promise<void> {
  const { current, newest } = place;
  const { sender, reason } = record;
  if (accessOf(current, newest, sender)) return isAway(place, sender, now) ? refuse('NOT_FOUND') : undefined;
  // The vault opens after a vault-use row that all members see, not because an enquiry happens to wait.
  if (reason === REASON.vaultUse && (await isVaultOpen(tenant, place, sender, now))) return;
  if (reason !== REASON.vaultUse && isInPool(current, newest, sender)) return;
  const isCounsellor = ((staffByAccount(newest, sender)?.bits ?? 0) & BIT.counsellor) !== 0;
  if (reason !== REASON.accept || current.kind !== CONVERSATION_KIND.oneToOne || !isCounsellor)
    refuse('NOT_FOUND');
  const responsible = current.rows.filter(({ role }) => role === ROLE.responsible).map(({ id }) => id);
  const names = await namesOf(tenant, responsible);
  refuse('TAKEN', names[0] && { by: names.map(({ name }) => name).join(', ') });
}

/** Only RETURN asks for it: the reason of the newest record other than TIDY. */
async function newestDeed(tenant: Tenant, record: EpochRecord) {
  if (record.reason !== REASON.return) return null;
  const row = await tenant
    .selectFrom('conversation_events')
    .select('what')
    .where('conversation_id', '=', record.conversation)
    .where('what', '<>', DEED[REASON.tidy])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return reasonOf(row?.what);
}

function kidsNamed(current: EpochRecord, record: EpochRecord, view: View): Bytes[] {
  const staff = staffByAccount(view, record.sender);
  const rows = [...current.rows, ...record.rows].filter(({ kind }) => kind === ROW_KIND.person);
  return [...rows.map(({ kid }) => kid), ...(staff ? [staff.kid] : [])];
}

async function refuseClosed(tenant: Tenant, centre: Bytes): Promise<void> {
  const open = await tenant
    .selectFrom('centre_openings')
    .select('opened_at')
    .where('centre_id', '=', centre)
    .executeTakeFirst();
  if (!open) refuse('CLOSED');
}

async function refuseHaste(
  tenant: Tenant,
  conversation: Bytes,
  now: number,
  { most, seconds }: Rate,
): Promise<void> {
  const first = await tenant
    .selectFrom('conversation_events')
    .select('at')
    .where('conversation_id', '=', conversation)
    .orderBy('seq', 'desc')
    .offset(most - 1)
    .limit(1)
    .executeTakeFirst();
  const wait = first ? first.at.getTime() + 1000 * seconds - now : 0;
  if (wait > 0) refuse('SLOW', { after: Math.ceil(wait / 1000) });
}

async function write(
  tenant: Tenant,
  organisation: Bytes,
  record: EpochRecord,
  { seq, transcript, at }: Stored,
  isAnswered: boolean,
): Promise<void> {
  const { conversation, epoch, sender, m, bytes, centre, reason } = record;
  const of = { conversation_id: conversation, organisation_id: organisation, seq };
  await tenant
    .insertInto('items')
    .values({ ...of, kind: 'record', epoch, sender, message_id: null, hash: m, transcript, bytes, at })
    .execute();
  await tenant
    .updateTable('conversations')
    .set({
      centre_id: centre,
      epoch,
      record_seq: seq,
      seq,
      transcript,
      is_waiting: hasRowKind(record.rows, ROW_KIND.inbox),
      is_answered: isAnswered,
      changed_at: at,
    })
    .where('id', '=', conversation)
    .execute();
  await tenant
    .insertInto('conversation_events')
    .values({ ...of, what: DEED[reason], account_id: sender, at })
    .execute();
}

/** Inbox and vault may open older epochs only while the current record names them, with this centre's keys. */
async function dropOldWraps(tenant: Tenant, { conversation, rows, centre }: EpochRecord): Promise<void> {
  for (const kind of [ROW_KIND.inbox, ROW_KIND.vault]) {
    const old = tenant
      .deleteFrom('wraps')
      .where('conversation_id', '=', conversation)
      .where('kind', '=', kind);
    await (hasRowKind(rows, kind) ? old.where('id', '<>', centre) : old).execute();
  }
}

/** Who asks goes on under another account; the one before learns that, and when, and nothing more. */
async function notePassing(
  tenant: Tenant,
  organisation: Bytes,
  before: EpochRecord,
  { conversation, reason, rows }: EpochRecord,
  at: Date,
): Promise<void> {
  if (reason !== REASON.relink) return;
  const asking = (among: EpochRecord['rows']) => among.find(({ role }) => role === ROLE.asks)!.id;
  const of = { conversation_id: conversation, organisation_id: organisation };
  await tenant
    .deleteFrom('passed_on')
    .where('conversation_id', '=', conversation)
    .where('account_id', '=', asking(rows))
    .execute();
  await tenant
    .insertInto('passed_on')
    .values({ ...of, account_id: asking(before.rows), at })
    .execute();
}

/** An accepted enquiry forgets its topic; one that waits anew elsewhere gets the promise of the place it waits at. */
async function moveEnquiry(tenant: Tenant, record: EpochRecord, now: number): Promise<void> {
  const enquiry = tenant.updateTable('enquiries').where('conversation_id', '=', record.conversation);
  if (record.reason === REASON.accept) await enquiry.set({ topic_id: null }).execute();
  if (record.reason !== REASON.move) return;
  const { topic_id } = await tenant
    .selectFrom('enquiries')
    .select('topic_id')
    .where('conversation_id', '=', record.conversation)
    .executeTakeFirstOrThrow();
  const answer_due_at = new Date(await promiseAt(tenant, record.centre, topic_id, now));
  await enquiry.set({ centre_id: record.centre, answer_due_at, answered_at: null }).execute();
}

function waitingLists(place: Locked, record: EpochRecord, before: View, after: View): View[] {
  const lists = place.isWaiting ? [before] : [];
  const waitsNow = hasRowKind(record.rows, ROW_KIND.inbox);
  return waitsNow && !(place.isWaiting && same(before.centre, after.centre)) ? [...lists, after] : lists;
}
