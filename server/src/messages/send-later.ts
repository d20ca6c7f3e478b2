import type { Contract } from '@beistand/contract';
import { type Bytes, parseMessage } from '@beistand/wire';
import type { Handler, Tenant } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { countOrRefuse } from '../http/limits.ts';
import { refuse } from '../http/refuse.ts';
import { judgeNext } from './append.ts';
import { messageIn } from './read-input.ts';

/** Keeps a sealed message for its hour, if it could be sent now. */
export const sendLater: Handler<Contract['sendLater']> = async (asked) => {
  const { world, caller, me, input } = asked;
  const message = await messageIn(asked, parseMessage);
  const { most, longestSeconds } = world.limits.later;
  const now = world.clock();
  if (input.at > now + 1000 * longestSeconds) refuse('FORMAT');
  return asked.transact(async (tenant) => {
    // Before the conversation's row, in the order in which the hour takes them.
    const isKnown = await lockOwn(tenant, me, message.messageId);
    const { stored } = await judgeNext(tenant, message, new Date(now));
    if (stored) return { at: stored.at.getTime() };
    if (!isKnown && (await waitingOf(tenant, me)) >= most) refuse('ENOUGH');
    countOrRefuse(world, `messages:${toText(me)}`, world.limits.messages[caller.kind ?? 'seeker']);
    const kept = {
      conversation_id: message.conversation,
      bytes: message.bytes,
      due_at: new Date(input.at),
      returned_with: null,
    };
    await tenant
      .insertInto('later_messages')
      .values({
        account_id: me,
        message_id: message.messageId,
        organisation_id: caller.organisation,
        ...kept,
      })
      .onConflict((on) => on.columns(['account_id', 'message_id']).doUpdateSet(kept))
      .execute();
    if (!isKnown) asked.created();
    return { at: input.at };
  });
};

/** The account's row first: who keeps two at once may not have more than the limit. */
async function lockOwn(tenant: Tenant, account: Bytes, message: Bytes): Promise<boolean> {
  await tenant.selectFrom('accounts').select('id').where('id', '=', account).forNoKeyUpdate().execute();
  const row = await tenant
    .selectFrom('later_messages')
    .select('message_id')
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

async function waitingOf(tenant: Tenant, account: Bytes): Promise<number> {
  const { count } = await tenant
    .selectFrom('later_messages')
    .select((column) => column.fn.countAll<number>().as('count'))
    .where('account_id', '=', account)
    .executeTakeFirstOrThrow();
  return count;
}
