import { isDeepStrictEqual } from 'node:util';
import type { Contract } from '@beistand/contract';
import type { Bytes } from '@beistand/wire';
import { newCode } from '../documents/codes.ts';
import type { Handler, Tenant } from '../http/asked.ts';
import { toBuffer, toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { refuseNamesake } from './refuse-namesake.ts';
import { checkFields, fieldsOf, setTopics, topicsOf } from './store.ts';

/** Asked again with the same content, it answers the same: the id is the client's. */
export const draftCentre: Handler<Contract['draftCentre']> = ({ transact, input, me, caller, world }) =>
  transact(async (tenant) => {
    const { centre, ...fields } = input;
    const { topics, timeZone, weekly, ...profile } = fields;
    const id = toBuffer(centre);
    checkFields(fields);
    await refuseNamesake(tenant, caller.organisation, id, profile.name);
    const made =
      !(await isFull(tenant, id, world.limits.draftsPerOrganisation)) &&
      (await tenant
        .insertInto('centres')
        .values({
          ...profile,
          time_zone: timeZone,
          weekly: JSON.stringify(weekly),
          id,
          organisation_id: caller.organisation,
          code: newCode(world.random),
          created_at: new Date(world.clock()),
          created_by: me,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('code')
        .executeTakeFirst());
    if (made) {
      await setTopics(tenant, caller.organisation, id, topics);
      return { centre, code: made.code };
    }
    const known = await tenant.selectFrom('centres').selectAll().where('id', '=', id).executeTakeFirst();
    if (!known) refuse(made === false ? 'ENOUGH' : 'ID_TAKEN');
    const isSame = isDeepStrictEqual(fieldsOf(known, (await topicsOf(tenant, id)).sort()), {
      ...fields,
      topics: [...new Set(topics)].sort(),
    });
    return isSame ? { centre: toText(known.id), code: known.code } : refuse('ID_TAKEN');
  });

/** `refuseNamesake` has made drafting a matter of turns, so nobody else counts the same. */
async function isFull(tenant: Tenant, id: Bytes, most: number): Promise<boolean> {
  const { n } = await tenant
    .selectFrom('centres')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('log_idx', '<', 0)
    .where('id', '!=', id)
    .executeTakeFirstOrThrow();
  return n >= most;
}
