import type { Contract } from '@beistand/contract';
import {
  type Bytes,
  CONVERSATION_KIND,
  membersOf,
  parseMessage,
  parseRecord,
  ROLE,
  rowOf,
  same,
  tidy,
} from '@beistand/wire';
import { isRetry, judgeOpening, type Opening, oneAtATime, writeOpening } from '../conversations/opening.ts';
import { listenersOf } from '../conversations/rules.ts';
import { type Place, readPlace, viewBehind } from '../conversations/store.ts';
import type { Asked, Handler, Tenant } from '../http/asked.ts';
import { toBuffer, toBytes, toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { staffedFor } from './access.ts';
import { mayOpenBeside } from './rules.ts';
import { linksOf } from './store.ts';

type Start = Contract['startConversation'];

/** Opens a thread or notes, once: whoever comes second gets what the first has opened. Nobody but its members is told. */
export const startConversation: Handler<Start> = async (asked) => {
  const { world, me, input } = asked;
  const record = await parseRecord(toBytes(toBuffer(input.record)));
  const message = await parseMessage(toBytes(toBuffer(input.message)));
  if (!same(record.sender, me) || !same(message.sender, me)) refuse('SENDER');
  const opening = { record, message, wraps: input.wraps.map(toBuffer) };
  if (opening.wraps.length !== record.rows.length) refuse('FORMAT');
  const about = toBytes(toBuffer(input.parent));

  const now = world.clock();
  const { conversation, notices } = await asked.transact(async (tenant) => {
    await oneAtATime(tenant, about);
    const parent = await staffedFor(tenant, about, me, now);
    if (!mayOpenBeside(parent, me)) refuse('NOT_FOUND');
    if (await isRetry(tenant, opening)) return { conversation: record.conversation, notices: [] };
    const links = await linksOf(tenant, about, me);
    const standing = input.as === 'notes' ? links.notes : await orEnded(tenant, parent, links.thread, now);
    if (standing) return { conversation: standing, notices: [] };
    await open(asked, tenant, opening, parent);
    asked.created();
    const to = listenersOf(record, { newest: parent.newest, covers: [], left: [], parent }, now);
    return {
      conversation: record.conversation,
      notices: [{ t: 'items' as const, to, conversation: record.conversation, seq: 2 }],
    };
  });
  asked.announce(notices);
  return { conversation: toText(conversation) };
};

/**
 * The thread, unless nobody of the conversation's staff is in it, or it is another centre's: none of them could ever let
 * the others in, and it ends.
 */
async function orEnded(
  tenant: Tenant,
  parent: Place,
  thread: Bytes | null,
  now: number,
): Promise<Bytes | null> {
  const place = thread && (await readPlace(tenant, thread));
  if (!place) return null;
  const staff = tidy(parent.current.rows, parent.newest).filter(({ role }) => role !== ROLE.asks);
  const inside = tidy(place.current.rows, place.newest);
  const isThere = same(place.centre, parent.centre);
  if (isThere && membersOf(staff).some(({ id }) => rowOf(inside, id))) return thread;
  await tenant
    .updateTable('conversation_links')
    .set({ ended_at: new Date(now) })
    .where('conversation_id', '=', thread)
    .execute();
  return null;
}

async function open(
  { world, caller, me, input }: Asked<Start>,
  tenant: Tenant,
  opening: Opening,
  { conversation, centre }: Place,
): Promise<void> {
  const { record } = opening;
  const head = await tenant
    .selectFrom('centres')
    .select(['id as centre_id', 'log_idx', 'log_hash'])
    .where('id', '=', centre)
    .forShare()
    .executeTakeFirstOrThrow();
  const view = await viewBehind(tenant, head);
  if (!same(record.centre, centre)) refuse('LOG');
  if (record.logIdx !== view.idx) refuse('STALE_LOG');
  if (input.as === 'notes' && membersOf(record.rows).length !== 1) refuse('ROWS');
  const transcripts = await judgeOpening(tenant, opening, view, CONVERSATION_KIND.staffThread);
  const at = new Date(world.clock());
  await writeOpening(tenant, caller.organisation, opening, transcripts, at);
  await tenant
    .insertInto('conversation_links')
    .values({
      conversation_id: record.conversation,
      organisation_id: caller.organisation,
      about_id: conversation,
      what: input.as,
      opened_at: at,
      opened_by: me,
    })
    .execute();
}
