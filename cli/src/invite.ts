import { randomBytes } from 'node:crypto';
import { inviteAdministrator } from '@beistand/server/operator';
import { toBase32Id, toBase64url } from '@beistand/wire';
import type { Hand } from './with-owner.ts';

/** What stands before the path: ORIGIN where it is this host's, since only it knows of ports and of plain http at home. */
export const originOf = (host: string, origin: string): string =>
  new URL(origin).hostname === host ? origin : `https://${host}`;

/**
 * Prints a one-time link. Its fragment is 16 random bytes as in every invitation, so that links look alike; it never
 * reaches a server.
 */
export async function inviteAdmin({ owner, origin, say }: Hand, organisation: string): Promise<void> {
  const made = await inviteAdministrator(owner, organisation);
  if (!made) throw new Error(`There is no organisation "${organisation}".`);
  const secret = toBase32Id(randomBytes(16));
  say(`${originOf(made.host, origin)}/i/${toBase64url(made.invitation)}#${secret}`);
  say(`Works once, until ${made.until.toISOString().slice(0, 16).replace('T', ' ')} UTC.`);
}
