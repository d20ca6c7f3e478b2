import type { Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';
import type { World } from '../world.ts';
import type { Centre } from './access.ts';

/** `SLOW` when the log would have grown by more than `limits.logEntries` in its time. Its own rows count, for every process. */
export async function refuseTooMany(
  tenant: Tenant,
  { id, log_idx }: Centre,
  more: number,
  { limits, clock }: Pick<World, 'limits' | 'clock'>,
): Promise<void> {
  const { most, seconds } = limits.logEntries;
  if (more > most) refuse('SLOW', { after: seconds });
  // The entry that this many later ones may follow within the time.
  const row = await tenant
    .selectFrom('centre_log')
    .select('at')
    .where('centre_id', '=', id)
    .where('idx', '=', log_idx + more - most)
    .executeTakeFirst();
  const wait = row ? row.at.getTime() + 1000 * seconds - clock() : 0;
  if (wait > 0) refuse('SLOW', { after: Math.ceil(wait / 1000) });
}
