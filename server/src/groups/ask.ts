import type { Contract, Limits } from '@beistand/contract';
import type { Bytes } from '@beistand/wire';
import type { Handler, Tenant } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { countOrRefuse } from '../http/limits.ts';
import { refuse } from '../http/refuse.ts';
import { lockGroup } from './access.ts';
import { behindDoor, isAsking, moderatorsNotice } from './store.ts';

/** Only people who ask for help take part; staff are let in by a moderator without asking. */
export const askToJoin: Handler<Contract['askToJoin']> = async (asked) => {
  const { world, caller, me, params } = asked;
  if (caller.kind !== 'seeker') refuse('NOT_FOUND');
  const { conversation, notices } = await asked.transact(async (tenant) => {
    const { conversation } = await behindDoor(tenant, params.code);
    const now = world.clock();
    const { place, row } = await lockGroup(tenant, conversation, me, now);
    if (row || (await isAsking(tenant, conversation, me))) return { conversation, notices: [] };
    countOrRefuse(world, `askings:${toText(me)}`, world.limits.askings);
    await refuseTooMany(tenant, conversation, me, world.limits.joiners);
    await tenant
      .insertInto('group_joiners')
      .values({
        conversation_id: conversation,
        account_id: me,
        organisation_id: caller.organisation,
        asked_at: new Date(now),
      })
      .execute();
    return { conversation, notices: [moderatorsNotice(place, now)] };
  });
  asked.announce(notices);
  return { conversation: toText(conversation) };
};

async function refuseTooMany(
  tenant: Tenant,
  conversation: Bytes,
  account: Bytes,
  { mostPerGroup, mostPerAccount }: Limits['joiners'],
): Promise<void> {
  const count = async (column: 'conversation_id' | 'account_id', id: Bytes) => {
    const { many } = await tenant
      .selectFrom('group_joiners')
      .select(({ fn }) => fn.countAll<number>().as('many'))
      .where(column, '=', id)
      .executeTakeFirstOrThrow();
    return Number(many);
  };
  if ((await count('conversation_id', conversation)) >= mostPerGroup) refuse('ENOUGH');
  if ((await count('account_id', account)) >= mostPerAccount) refuse('ENOUGH');
}
