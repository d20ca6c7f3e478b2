import { isDeepStrictEqual } from 'node:util';
import type { Contract } from '@beistand/contract';
import { takeTurns } from '../database/take-turns.ts';
import { newCode } from '../documents/codes.ts';
import type { Handler } from '../http/asked.ts';
import { toBuffer } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { fieldsOf } from './store.ts';

/** The newest topic comes last. Asked again with the same content, it answers the same: the id is the client's. */
export const addTopic: Handler<Contract['addTopic']> = ({ transact, input, me, caller, world }) =>
  transact(async (tenant) => {
    const { topic, promiseHours, ...fields } = input;
    await takeTurns(tenant, caller.organisation, 'topics');
    const { last, n } = await tenant
      .selectFrom('topics')
      .select(({ fn }) => [fn.max('position').as('last'), fn.countAll<number>().as('n')])
      .executeTakeFirstOrThrow();
    const isFull = n >= world.limits.topicsPerOrganisation;
    const made = isFull
      ? undefined
      : await tenant
          .insertInto('topics')
          .values({
            ...fields,
            promise_hours: promiseHours,
            id: toBuffer(topic),
            organisation_id: caller.organisation,
            code: newCode(world.random),
            position: (last ?? 0) + 1,
            created_at: new Date(world.clock()),
            created_by: me,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('code')
          .executeTakeFirst();
    if (made) return { topic, code: made.code };
    const known = await tenant
      .selectFrom('topics')
      .selectAll()
      .where('id', '=', toBuffer(topic))
      .executeTakeFirst();
    if (!known && isFull) refuse('ENOUGH');
    const isSame = known && isDeepStrictEqual(fieldsOf(known), { ...fields, promiseHours });
    return isSame ? { topic, code: known.code } : refuse('ID_TAKEN');
  });
