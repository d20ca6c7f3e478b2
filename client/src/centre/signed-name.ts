import { isLine, plainName } from '@beistand/contract';
import { fromBase64url } from '@beistand/wire';
import type { Self } from '../self.ts';
import { pinOf } from '../slot/state.ts';
import { Stop } from '../stop.ts';
import type { ClientWorld } from '../world.ts';
import { checkPin, newestView, syncLog } from './log.ts';

/** As the contract bounds the name of a draft. */
const MOST = 120;

/**
 * The name of a centre before anybody writes to it: the shown one, which the server alone vouches for, only where it
 * reads like the one its log was founded and signed under; else the signed one. `Stop('FALSE_CENTRE')` when the log is
 * another than the link's or the pinned one, or is signed under nothing that can be told apart.
 */
export async function nameOfCentre(
  world: ClientWorld,
  signedIn: Self | null,
  { centre, shown, pin }: { centre: string; shown: string; pin: string | null },
): Promise<string> {
  const id = fromBase64url(centre);
  const log = await syncLog(signedIn ?? { world, bundles: new Map(), logs: new Map() }, id);
  checkPin(log, { written: pin, createHash: signedIn && pinOf(signedIn.state, id) });
  const { name } = newestView(log);
  if (!isLine(name, MOST) || plainName(name) === '') throw new Stop('FALSE_CENTRE');
  return plainName(name) === plainName(shown) ? shown : name;
}
