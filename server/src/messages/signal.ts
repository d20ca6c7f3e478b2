import type { Contract } from '@beistand/contract';
import { judgeSignal, mustRekey, parseSignal } from '@beistand/wire';
import { conversationFor } from '../conversations/access.ts';
import { listenersOf } from '../conversations/rules.ts';
import { judged } from '../conversations/verdict.ts';
import type { Handler } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { countOrRefuse } from '../http/limits.ts';
import { refuse } from '../http/refuse.ts';
import { bundlesOfMembers } from '../keys/bundles.ts';
import { messageIn } from './read-input.ts';

/** Whether an id was seen before only the receivers know: the server keeps nothing of a signal. */
const nothingSeen = new Set<string>();

/** Hands a signal to the sockets of those who are in now. It is in no table, and in no statement that is logged. */
export const signal: Handler<Contract['signal']> = async (asked) => {
  const { world, me } = asked;
  const message = await messageIn(asked, parseSignal);
  const { conversation } = message;
  const now = world.clock();
  const to = await asked.transact(async (tenant) => {
    const { place, right } = await conversationFor(tenant, conversation, me, now);
    if (right.by !== 'row') return refuse('NOT_FOUND');
    const { current, newest } = place;
    const bundles = await bundlesOfMembers(tenant, [right.row.kid]);
    await judged(['NOT_ALLOWED', 'STALE_EPOCH', 'SIGNATURE'], () =>
      judgeSignal({ conversation, current }, message, nothingSeen, bundles),
    );
    if (mustRekey(current, newest)) refuse('REKEY');
    return listenersOf(current, place, now);
  });
  countOrRefuse(world, `signals:${toText(me)}`, world.limits.signals);
  asked.announce([{ t: 'signal', to, conversation, message: asked.input.message }]);
  return {};
};
