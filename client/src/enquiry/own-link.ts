import { fingerprintOf, fromBase64url, staffByAccount } from '@beistand/wire';
import { newestView, syncMyLog } from '../centre/log.ts';
import { myId, type Self } from '../self.ts';
import { call, orCode } from '../server/call.ts';
import { Stop } from '../stop.ts';
import type { ClientWorld } from '../world.ts';

/** Whose link it is: name and centre are the server's word, the fragment's two pins are not. */
export type OwnLink = { account: string; name: string; centre: string; centreName: string };

/**
 * My own link at a centre, for cards and mails: `/a/<code>#k=<centre>.<me>`. The fragment, which no server sees, names the
 * centre's CREATE and my key by their first 130 bits. `Stop('NOT_WANTED')` unless I counsel there,
 * `FALSE_CENTRE` where I never came to.
 */
export async function makeLink(self: Self, centre: string): Promise<{ path: string }> {
  const log = await syncMyLog(self, fromBase64url(centre));
  const kid = staffByAccount(newestView(log), myId(self))?.kid;
  if (!kid) throw new Stop('NOT_WANTED');
  const { code } = await call(self.world, 'makeLink', { centre });
  return { path: `/a/${code}#k=${fingerprintOf(log.entries[0]!.hash)}.${fingerprintOf(kid)}` };
}

/** It leads nowhere from now on; so it is as well when an answer that got lost had ended it. */
export const endLink = async (self: Self, centre: string): Promise<void> =>
  void (await orCode(['NOT_FOUND'], call(self.world, 'endLink', { centre })));

/** Throws the server's `NOT_FOUND` when it has ended or its counsellor doesn't counsel there any more. */
export const readLink = (world: ClientWorld, code: string): Promise<OwnLink> =>
  call(world, 'readLink', { code });
