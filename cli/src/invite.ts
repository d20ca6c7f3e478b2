import { inviteAdministrator } from '@beistand/server/operator';
import type { Hand } from './with-owner.ts';

/** What stands before the path: ORIGIN where it is this host's, since only it knows of ports and of plain http at home. */
const originOf = (host: string, origin: string): string =>
  new URL(origin).hostname === host ? origin : `https://${host}`;

/** Prints a one-time link. It has no fragment: an administrator's authority is the one-time id, there is no key to prove. */
export async function inviteAdmin({ owner, origin, say }: Hand, organisation: string): Promise<void> {
  const made = await inviteAdministrator(owner, organisation);
  if (!made) throw new Error(`There is no organisation "${organisation}".`);
  const id = Buffer.from(made.invitation).toString('base64url');
  say(`${originOf(made.host, origin)}/i/${id}`);
  say(`Works once, until ${made.until.toISOString().slice(0, 16).replace('T', ' ')} UTC.`);
}
