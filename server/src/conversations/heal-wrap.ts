import type { Contract } from '@beistand/contract';
import { ROW_KIND } from '@beistand/wire';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toBytes } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { conversationFor, rightTo } from './access.ts';

/** Only what was asked for is replaced, once: nobody can spoil a key that opens, and who got a false one asks again. */
export const healWrap: Handler<Contract['healWrap']> = async (asked) => {
  const { me, params, input, caller, world } = asked;
  const conversation = toBytes(toBuffer(params.conversation));
  const account = toBytes(toBuffer(input.account));
  const seq = await asked.transact(async (tenant) => {
    const now = world.clock();
    const { place, right } = await conversationFor(tenant, conversation, me, now);
    // Who has lost their right at the centre since they asked gets nothing more, though no record has said so yet.
    if (right.by !== 'row' || rightTo(place, account, now)?.by !== 'row') refuse('NOT_FOUND');
    const wanted = await tenant
      .deleteFrom('missing_keys')
      .where('conversation_id', '=', conversation)
      .where('epoch', '=', input.epoch)
      .where('account_id', '=', account)
      .returning('epoch')
      .executeTakeFirst();
    if (!wanted) refuse('NOT_FOUND');
    const of = { conversation_id: conversation, epoch: input.epoch, kind: ROW_KIND.person, id: account };
    const box = toBuffer(input.box);
    await tenant
      .insertInto('wraps')
      .values({ ...of, organisation_id: caller.organisation, box })
      .onConflict((conflict) =>
        conflict.columns(['conversation_id', 'epoch', 'kind', 'id']).doUpdateSet({ box }),
      )
      .execute();
    return place.seq;
  });
  asked.announce([{ t: 'items', to: [account], conversation, seq }]);
  return {};
};
