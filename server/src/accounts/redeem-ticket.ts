import type { Asked, Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';
import { spend } from './spend.ts';
import { openTicket } from './tickets.ts';

/**
 * Takes a registration ticket once and returns its credential id. `owner` is the account whose new password it must
 * have been made for, null for a new account. Throws `TICKET`, also for one that was tried too often: each try tells
 * whether a name is taken.
 */
export async function redeemTicket(
  { world, caller }: Pick<Asked<never>, 'world' | 'caller'>,
  tenant: Tenant,
  ticket: string,
  owner: Uint8Array | null,
): Promise<Buffer<ArrayBuffer>> {
  const { payload, until } = openTicket(world, caller.organisation, 'register', ticket) ?? refuse('TICKET');
  const madeFor = payload.subarray(16);
  if (!madeFor.equals(owner ?? Buffer.alloc(16))) refuse('TICKET');
  if (world.windows.count(`ticket:${ticket}`, world.limits.namesPerTicket) > 0) refuse('TICKET');
  if (!(await spend(tenant, `ticket:${ticket}`, until))) refuse('TICKET');
  return payload.subarray(0, 16);
}
