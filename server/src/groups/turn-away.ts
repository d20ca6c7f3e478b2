import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toBytes } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { moderatedBy } from './access.ts';
import { dropJoiner } from './store.ts';

export const turnAway: Handler<Contract['turnAway']> = ({ transact, params, me, world }) =>
  transact(async (tenant) => {
    const conversation = toBytes(toBuffer(params.conversation));
    await moderatedBy(tenant, conversation, me, world.clock());
    const account = toBytes(toBuffer(params.account));
    return (await dropJoiner(tenant, conversation, account)) ? {} : refuse('NOT_FOUND');
  });
