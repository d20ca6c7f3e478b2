import { plainName } from '@beistand/contract';
import { type Bytes, same } from '@beistand/wire';
import { takeTurns } from '../database/take-turns.ts';
import type { Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';

/** Nobody may be sent to one centre while they mean another: a name that reads like an open one's is `NAME_TAKEN`. */
export async function refuseNamesake(
  tenant: Tenant,
  organisation: Bytes,
  centre: Bytes,
  name: string,
): Promise<void> {
  await takeTurns(tenant, organisation, 'names of centres');
  const open = await tenant
    .selectFrom('centres as c')
    .innerJoin('centre_openings as o', 'o.centre_id', 'c.id')
    .select(['c.id', 'c.name'])
    .execute();
  const isTaken = open.some((one) => !same(one.id, centre) && plainName(one.name) === plainName(name));
  if (isTaken) refuse('NAME_TAKEN');
}
