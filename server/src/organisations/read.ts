import type { Contract } from '@beistand/contract';
import type { Bytes } from '@beistand/wire';
import type { Handler, Tenant } from '../http/asked.ts';
import { toText } from '../http/codec.ts';

export const organisation: Handler<Contract['organisation']> = ({ transact, world, caller }) =>
  transact(async (tenant) => ({
    organisation: toText(caller.organisation),
    name: await nameOf(tenant, caller.organisation),
    instance: world.instance,
    isTrial: world.isTrial,
  }));

/** Throws when there is no such organisation: a caller's comes from the table of hosts, which points to one. */
export async function nameOf(tenant: Tenant, id: Bytes): Promise<string> {
  const { name } = await tenant
    .selectFrom('organisations')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return name;
}
