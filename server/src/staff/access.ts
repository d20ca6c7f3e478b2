import type { Bytes } from '@beistand/wire';
import { enterCentre } from '../centres/access.ts';
import { administers, leads } from '../centres/rules.ts';
import type { Tenant } from '../http/asked.ts';

/** Whose invitations a person sees to: leads their colleagues', administrators the founders'. Others: `NOT_FOUND`. */
export async function invitationsFor(
  tenant: Tenant,
  centre: Bytes,
  account: Bytes,
): Promise<{ centre: Bytes; kinds: string[] }> {
  const { id, part } = await enterCentre(tenant, centre, account, (p) => leads(p) || administers(p));
  const kinds = [...(leads(part) ? ['colleague'] : []), ...(administers(part) ? ['lead'] : [])];
  return { centre: id, kinds };
}
