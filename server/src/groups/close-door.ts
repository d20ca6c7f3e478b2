import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toBytes } from '../http/codec.ts';
import { moderatedBy } from './access.ts';

/** Who has asked goes with it. A door that is shut already stays shut. */
export const closeDoor: Handler<Contract['closeDoor']> = ({ transact, params, me, world }) =>
  transact(async (tenant) => {
    const conversation = toBytes(toBuffer(params.conversation));
    await moderatedBy(tenant, conversation, me, world.clock());
    await tenant.deleteFrom('group_doors').where('conversation_id', '=', conversation).execute();
    return {};
  });
