import type { Contract } from '@beistand/contract';
import {
  type Bytes,
  CONVERSATION_KIND,
  type EpochRecord,
  hasRowKind,
  membersOf,
  parseMessage,
  parseRecord,
  ROLE,
  ROW_KIND,
  same,
  type View,
} from '@beistand/wire';
import { admitAccount, createAccount, type NewAccount, readNewAccount } from '../accounts/create-account.ts';
import { spendProof } from '../accounts/proof.ts';
import { judgeOpening, type Opening, oneAtATime, writeOpening } from '../conversations/opening.ts';
import { waitingNotice } from '../conversations/rules.ts';
import type { Announcement, Asked, Handler, Tenant } from '../http/asked.ts';
import { toBuffer, toBytes, toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { openSession } from '../http/session.ts';
import { viewAtHead } from '../keys/view-of-centre.ts';
import { refuseOtherTexts } from './consent.ts';
import { refuseTooMany } from './limits.ts';
import { promiseAt } from './promise.ts';

type Enquire = Contract['enquire'];
type Enquired = Opening & { account: NewAccount | null };

/** Account, consent, opening record and first message: all of it is stored or nothing, in the order of protocol "Server". */
export const enquire: Handler<Enquire> = async (asked) => {
  const { caller, input } = asked;
  const record = await parseRecord(toBytes(toBuffer(input.record)));
  const message = await parseMessage(toBytes(toBuffer(input.message)));
  const account = input.account ? await readNewAccount(asked, input.account, 'seeker') : null;
  // Whose account is being made may already have its session: the answer to the first try was lost.
  const sender = account?.account ?? caller.account ?? refuse('SESSION');
  if (!same(record.sender, sender) || !same(message.sender, sender)) refuse('SENDER');
  const opening = { account, record, message, wraps: input.wraps.map(toBuffer) };

  const { answer, notices } = await asked.transact(async (tenant) => {
    await oneAtATime(tenant, record.conversation);
    const before = await answerBefore(tenant, record.conversation, asked);
    if (before) return { answer: { ...before, share: await shareFor(asked, tenant, sender) }, notices: [] };
    return open(asked, tenant, opening, sender);
  });
  asked.announce(notices);
  return { conversation: toText(record.conversation), ...answer, share: toText(answer.share) };
};

const day = 86_400_000;

/** What the first try was told, for the same bytes within a day; `ID_TAKEN` for anything else under a known id. */
async function answerBefore(tenant: Tenant, conversation: Bytes, { bodyHash, world }: Asked<Enquire>) {
  const row = await tenant
    .selectFrom('conversations as c')
    .leftJoin('enquiries as e', 'e.conversation_id', 'c.id')
    .leftJoin('items as i', (join) => join.onRef('i.conversation_id', '=', 'c.id').on('i.seq', '=', 2))
    .select(['e.body_hash', 'e.created_at', 'e.answer_due_at', 'i.transcript', 'i.at'])
    .where('c.id', '=', conversation)
    .executeTakeFirst();
  if (!row) return null;
  const { body_hash, created_at, answer_due_at, transcript, at } = row;
  const isRetry =
    body_hash && created_at && world.clock() < created_at.getTime() + day && same(body_hash, bodyHash());
  if (!isRetry || !answer_due_at || !transcript || !at) return refuse('ID_TAKEN');
  return { seq: 2, transcript: toText(transcript), at: at.getTime(), answerDueAt: answer_due_at.getTime() };
}

/** A new account gets a session; who is signed in keeps theirs. */
async function shareFor(asked: Asked<Enquire>, tenant: Tenant, account: Bytes): Promise<Bytes> {
  if (asked.input.account) return openSession(asked, tenant, { account, kind: 'seeker' });
  const { share } = await tenant
    .selectFrom('sessions')
    .select('share')
    .where('sid_hash', '=', asked.caller.sidHash)
    .executeTakeFirstOrThrow();
  return share ?? refuse('SESSION');
}

async function open(asked: Asked<Enquire>, tenant: Tenant, opening: Enquired, sender: Bytes) {
  const { world, input } = asked;
  const { record } = opening;
  const now = world.clock();
  const admitted = opening.account && (await admit(asked, tenant, opening.account));
  if (!admitted) {
    await spendProof(world, tenant, input.proof);
    await refuseTooMany(tenant, sender, now, world.limits);
  }
  await refuseOtherTexts(input.consent);
  if (admitted) await createAccount(asked, tenant, admitted);
  const topic = toBytes(toBuffer(input.topic));
  const view = await openCentre(tenant, record.centre, topic);
  if (!hasRowKind(record.rows, ROW_KIND.inbox)) await refuseUnlinked(tenant, record);
  if (opening.wraps.length !== record.rows.length) refuse('FORMAT');
  if (record.logIdx !== view.idx) refuse('STALE_LOG');
  // Staff threads and groups are opened elsewhere, by those who run them.
  const transcripts = await judgeOpening(tenant, opening, view, CONVERSATION_KIND.oneToOne);
  const answerDueAt = await promiseAt(tenant, record.centre, topic, now);
  await store(asked, tenant, opening, transcripts, {
    topic,
    at: new Date(now),
    answerDueAt: new Date(answerDueAt),
  });
  asked.created();
  const share = await shareFor(asked, tenant, sender);
  const answer = { seq: 2, transcript: toText(transcripts[1]), at: now, answerDueAt, share };
  return { answer, notices: noticesOf(record, view) };
}

async function admit(asked: Asked<Enquire>, tenant: Tenant, account: NewAccount) {
  const known = await tenant
    .selectFrom('key_bundles')
    .select('kid')
    .where('account_id', '=', account.account)
    .executeTakeFirst();
  if (known) refuse('ID_TAKEN');
  return admitAccount(asked, tenant, account);
}

/** The newest view of a centre that is open and serves the topic; its log doesn't move until commit. */
async function openCentre(tenant: Tenant, centre: Bytes, topic: Bytes): Promise<View> {
  const head = await tenant
    .selectFrom('centres as c')
    .innerJoin('centre_openings as o', 'o.centre_id', 'c.id')
    .innerJoin('centre_topics as t', 't.centre_id', 'c.id')
    .select(['c.id', 'c.log_idx', 'c.log_hash'])
    .where('c.id', '=', centre)
    .where('t.topic_id', '=', topic)
    .forShare('c')
    .executeTakeFirst();
  return (head && (await viewAtHead(tenant, head))) ?? refuse('CLOSED');
}

/** To one person writes who has the link they want to be reached by; their ids alone, which logs show to all, are none. `CLOSED`. */
async function refuseUnlinked(tenant: Tenant, { centre, rows }: EpochRecord): Promise<void> {
  const wanted = membersOf(rows).filter(({ role }) => role !== ROLE.asks);
  const links = await tenant
    .selectFrom('counsellor_links')
    .select('account_id')
    .where('centre_id', '=', centre)
    .execute();
  if (!wanted.every(({ id }) => links.some(({ account_id }) => same(account_id, id)))) refuse('CLOSED');
}

type Facts = { topic: Bytes; at: Date; answerDueAt: Date };

async function store(
  { caller, input, bodyHash }: Asked<Enquire>,
  tenant: Tenant,
  opening: Opening,
  transcripts: [Bytes, Bytes],
  { topic, at, answerDueAt }: Facts,
): Promise<void> {
  const { conversation, centre, rows } = opening.record;
  const organisation_id = caller.organisation;
  await writeOpening(tenant, organisation_id, opening, transcripts, at);
  await tenant
    .insertInto('enquiries')
    .values({
      conversation_id: conversation,
      organisation_id,
      centre_id: centre,
      // Written to one person there is nobody it has to be routed to.
      topic_id: hasRowKind(rows, ROW_KIND.inbox) ? topic : null,
      consent_version: toBuffer(input.consent),
      body_hash: bodyHash(),
      created_at: at,
      answer_due_at: answerDueAt,
    })
    .execute();
}

/** The centre's counsellors, or the one whose own link was used. */
function noticesOf(record: EpochRecord, view: View): Announcement[] {
  if (hasRowKind(record.rows, ROW_KIND.inbox)) return [waitingNotice(view)];
  const to = membersOf(record.rows).filter(({ role }) => role !== ROLE.asks);
  return [{ t: 'items', to: to.map(({ id }) => id), conversation: record.conversation, seq: 2 }];
}
