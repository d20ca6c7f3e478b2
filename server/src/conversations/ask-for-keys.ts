import type { Contract } from '@beistand/contract';
import { CONVERSATION_KIND } from '@beistand/wire';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toBytes, toText } from '../http/codec.ts';
import { countOrRefuse } from '../http/limits.ts';
import { refuse } from '../http/refuse.ts';
import { conversationFor } from './access.ts';
import { listenersOf } from './rules.ts';

/** Notes what a member can't open and tells the others. A group's joiners have no history to ask for. */
export const askForKeys: Handler<Contract['askForKeys']> = async (asked) => {
  const { me, params, input, caller, world } = asked;
  const conversation = toBytes(toBuffer(params.conversation));
  const now = world.clock();
  const notice = await asked.transact(async (tenant) => {
    const { place, right } = await conversationFor(tenant, conversation, me, now);
    const { current, seq } = place;
    const areHere = input.epochs.every((epoch) => epoch <= current.epoch);
    if (right.by !== 'row' || current.kind === CONVERSATION_KIND.group || !areHere) refuse('NOT_FOUND');
    countOrRefuse(world, `askings:${toText(me)}`, world.limits.askings);
    await tenant
      .insertInto('missing_keys')
      .values(
        [...new Set(input.epochs)].map((epoch) => ({
          conversation_id: conversation,
          epoch,
          account_id: me,
          organisation_id: caller.organisation,
          asked_at: new Date(now),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return { to: listenersOf(current, place, now), seq };
  });
  asked.announce([{ t: 'items', conversation, ...notice }]);
  return {};
};
