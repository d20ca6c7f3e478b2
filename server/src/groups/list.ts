import type { Contract } from '@beistand/contract';
import { CONVERSATION_KIND, ROLE, same } from '@beistand/wire';
import { enterCentre } from '../centres/access.ts';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toText } from '../http/codec.ts';
import { openGroups } from './store.ts';

/** To a centre's staff: that there is a group, whom to ask about it, and the way in that they may hand on. */
export const listGroups: Handler<Contract['listGroups']> = ({ transact, me, params }) =>
  transact(async (tenant) => {
    const { id } = await enterCentre(tenant, toBuffer(params.centre), me, ({ bits }) => bits !== 0);
    const groups = await openGroups(tenant, id)
      .innerJoin('conversation_events as e', (join) =>
        join.onRef('e.conversation_id', '=', 'c.id').on('e.seq', '=', 1),
      )
      .leftJoin('group_doors as d', 'd.conversation_id', 'c.id')
      .select(['c.id', 'e.at', 'd.code'])
      .orderBy('e.at')
      .orderBy('c.id')
      .execute();
    const moderators = await tenant
      .selectFrom('record_rows as m')
      .innerJoin('conversations as c', 'c.id', 'm.conversation_id')
      .innerJoin('staff as p', 'p.account_id', 'm.id')
      .select(['m.conversation_id', 'p.account_id', 'p.name'])
      .where('c.centre_id', '=', id)
      .where('c.kind', '=', CONVERSATION_KIND.group)
      .where('m.role', '=', ROLE.responsible)
      .orderBy('p.account_id')
      .execute();
    return {
      groups: groups.map((group) => ({
        conversation: toText(group.id),
        openedAt: group.at.getTime(),
        moderators: moderators
          .filter(({ conversation_id }) => same(conversation_id, group.id))
          .map(({ account_id, name }) => ({ account: toText(account_id), name })),
        code: group.code,
      })),
    };
  });
