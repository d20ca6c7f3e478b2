import type { Contract } from '@beistand/contract';
import { newCode } from '../documents/codes.ts';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toBytes } from '../http/codec.ts';
import { moderatedBy } from './access.ts';

/** One door; who opens it again gets the same code. */
export const openDoor: Handler<Contract['openDoor']> = ({ transact, params, me, caller, world }) =>
  transact(async (tenant) => {
    const now = world.clock();
    const { conversation } = await moderatedBy(tenant, toBytes(toBuffer(params.conversation)), me, now);
    const known = await tenant
      .selectFrom('group_doors')
      .select('code')
      .where('conversation_id', '=', conversation)
      .executeTakeFirst();
    if (known) return known;
    return tenant
      .insertInto('group_doors')
      .values({
        conversation_id: conversation,
        organisation_id: caller.organisation,
        code: newCode(world.random),
        opened_at: new Date(now),
      })
      .returning('code')
      .executeTakeFirstOrThrow();
  });
