import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { openSession } from '../http/session.ts';

/** The server's half of the key to a tab's unsent text: the session's share, made with a pre-account session if need be. */
export const tab: Handler<Contract['tab']> = async (asked) => {
  const { world, caller, transact } = asked;
  return transact(async (tenant) => {
    const known =
      caller.sidHash &&
      (await tenant
        .selectFrom('sessions')
        .select(['share', 'absolute_until'])
        .where('sid_hash', '=', caller.sidHash)
        .executeTakeFirst());
    if (known?.share) return { share: toText(known.share), until: known.absolute_until.getTime() };
    const share = await openSession(asked, tenant, null);
    return { share: toText(share), until: world.clock() + 1000 * world.limits.sessions.tab.absolute };
  });
};
