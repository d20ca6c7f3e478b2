import type { Contract } from '@beistand/contract';
import { accessOf, type Bytes, membersOf, ROLE, same } from '@beistand/wire';
import type { Place } from '../conversations/store.ts';
import type { Announcement, Handler } from '../http/asked.ts';
import { toBuffer, toBytes } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { lockGroup } from './access.ts';
import { dropJoiner, moderatorsNotice } from './store.ts';

/** Out at once, by one's own wish: nothing is served any more, and the record follows by a moderator's client. */
export const leaveGroup: Handler<Contract['leaveGroup']> = async (asked) => {
  const { world, caller, me, params } = asked;
  const conversation = toBytes(toBuffer(params.conversation));
  const notices = await asked.transact(async (tenant): Promise<Announcement[]> => {
    const now = world.clock();
    const { place, row } = await lockGroup(tenant, conversation, me, now);
    const asksNoMore = await dropJoiner(tenant, conversation, me);
    if (!row) {
      const hasLeft = place.left.some((account) => same(account, me));
      if (!asksNoMore && !hasLeft) refuse('NOT_FOUND');
      return asksNoMore ? [moderatorsNotice(place, now)] : [];
    }
    if (row.role === ROLE.responsible && !hasOtherModerator(place, me)) refuse('NOT_ALLOWED');
    await tenant
      .insertInto('group_leavers')
      .values({
        conversation_id: conversation,
        account_id: me,
        organisation_id: caller.organisation,
        left_at: new Date(now),
      })
      .execute();
    const left = { ...place, left: [...place.left, me] };
    return [moderatorsNotice(left, now), { t: 'gone', to: [me], conversation }, { t: 'close', to: [me] }];
  });
  asked.announce(notices);
  return {};
};

/** Without one nobody could let anyone in or out, nor change the key. */
const hasOtherModerator = ({ current, newest, left }: Place, me: Bytes): boolean =>
  membersOf(current.rows).some(
    ({ role, id }) =>
      role === ROLE.responsible &&
      !same(id, me) &&
      accessOf(current, newest, id) !== undefined &&
      !left.some((account) => same(account, id)),
  );
