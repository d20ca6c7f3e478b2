import type { Contract } from '@beistand/contract';
import {
  BIT,
  type Bytes,
  CONVERSATION_KIND,
  membersOf,
  parseMessage,
  parseRecord,
  ROLE,
  same,
} from '@beistand/wire';
import { enterCentre } from '../centres/access.ts';
import { isRetry, judgeOpening, oneAtATime, writeOpening } from '../conversations/opening.ts';
import { viewBehind } from '../conversations/store.ts';
import type { Handler, Tenant } from '../http/asked.ts';
import { toBuffer, toBytes, toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { openGroups } from './store.ts';

/** Opens a group with colleagues or alone: nobody can have asked to be in what isn't there yet. */
export const startGroup: Handler<Contract['startGroup']> = async (asked) => {
  const { world, caller, me, params, input } = asked;
  const record = await parseRecord(toBytes(toBuffer(input.record)));
  const message = await parseMessage(toBytes(toBuffer(input.message)));
  if (!same(record.sender, me) || !same(message.sender, me)) refuse('SENDER');
  const opening = { record, message, wraps: input.wraps.map(toBuffer) };
  if (opening.wraps.length !== record.rows.length) refuse('FORMAT');
  const centre = toBytes(toBuffer(params.centre));
  const { conversation } = record;

  const notices = await asked.transact(async (tenant) => {
    await oneAtATime(tenant, conversation);
    const head = await enterCentre(tenant, centre, me, ({ bits }) => (bits & BIT.counsellor) !== 0, {
      isLocked: true,
    });
    if (await isRetry(tenant, opening)) return [];
    const view = await viewBehind(tenant, { ...head, centre_id: head.id });
    if (!same(record.centre, centre)) refuse('LOG');
    if (record.logIdx !== view.idx) refuse('STALE_LOG');
    if (record.rows.some(({ role }) => role === ROLE.asks)) refuse('ROWS');
    if ((await groupsOf(tenant, centre)) >= world.limits.groupsPerCentre) refuse('ENOUGH');
    const transcripts = await judgeOpening(tenant, opening, view, CONVERSATION_KIND.group);
    const at = new Date(world.clock());
    await writeOpening(tenant, caller.organisation, opening, transcripts, at);
    asked.created();
    const to = membersOf(record.rows).map(({ id }) => id);
    return [{ t: 'items' as const, to, conversation, seq: 2 }];
  });
  asked.announce(notices);
  return { conversation: toText(conversation) };
};

async function groupsOf(tenant: Tenant, centre: Bytes): Promise<number> {
  const { count } = await openGroups(tenant, centre)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
