import { inviteAdministrator } from '@beistand/server/operator';
import { Misuse } from '../usage.ts';
import type { Hand } from '../with-owner.ts';
import type { Command } from './command.ts';

/** What stands before the path: ORIGIN where it is this host's, since only it knows of ports and of plain http at home. */
const originOf = (host: string, origin: string): string =>
  new URL(origin).hostname === host ? origin : `https://${host}`;

/** Prints a one-time link. It has no fragment: an administrator's authority is the one-time id, there is no key to prove. */
async function inviteAdmin({ owner, origin, say }: Hand, organisation: string): Promise<void> {
  const made = await inviteAdministrator(owner, organisation, new URL(origin).hostname);
  if (!made) throw new Error(`There is no organisation "${organisation}".`);
  const id = Buffer.from(made.invitation).toString('base64url');
  say(`${originOf(made.host, origin)}/i/${id}`);
  say(`Works once, until ${made.until.toISOString().slice(0, 16).replace('T', ' ')} UTC.`);
}

export const invite: readonly Command[] = [
  {
    words: ['invite'],
    names: 0,
    options: ['admin'],
    read: (_names, { admin }) => {
      if (!admin) throw new Misuse('Say of which organisation: --admin NAME.');
      return { at: 'owner', run: (hand) => inviteAdmin(hand, admin) };
    },
  },
];
