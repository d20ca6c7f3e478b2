import type { Contract, Output } from '@beistand/contract';
import type { Bytes } from '@beistand/wire';
import type { Handler, Tenant } from '../http/asked.ts';
import { toBuffer, toText } from '../http/codec.ts';
import { type Centre, enterCentre, isOpen } from './access.ts';
import { builds } from './rules.ts';
import { fieldsOf, topicsOf } from './store.ts';

export const centre: Handler<Contract['centre']> = ({ transact, params, caller }) =>
  transact(async (tenant) => {
    const id = toBuffer(params.centre);
    const may = (part: Parameters<typeof builds>[0], found: Centre) => isOpen(found) || builds(part);
    return profileOf(tenant, await enterCentre(tenant, id, caller.account, may));
  });

/** What a stranger may read of an open centre; `NOT_FOUND` for others. */
export const centreProfile = async (tenant: Tenant, id: Bytes): Promise<Output<Contract['centre']>> =>
  profileOf(tenant, await enterCentre(tenant, id, null, (_, found) => isOpen(found)));

async function profileOf(tenant: Tenant, row: Centre): Promise<Output<Contract['centre']>> {
  const fields = fieldsOf(row, await topicsOf(tenant, row.id));
  return { centre: toText(row.id), code: row.code, isOpen: isOpen(row), ...fields };
}
