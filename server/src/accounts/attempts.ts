import { createHash } from 'node:crypto';
import type { Rate } from '@beistand/contract';
import type { Bytes } from '@beistand/wire';
import { sql } from 'kysely';
import { refuse } from '../http/refuse.ts';
import type { World } from '../world.ts';

export type AttemptKind = 'sign-in' | 'recovery';

const keyOf = (kind: AttemptKind, credentialId: Bytes) =>
  createHash('sha256').update(`${kind}:`).update(credentialId).digest();

const firstWaitSeconds = 5;

/** When the next attempt is welcome, in ms, if `times` (newest first) lie within the window. */
function nextAt(times: number[], { most, seconds }: Rate, longestWaitSeconds?: number): number {
  if (times.length < most) return 0;
  if (longestWaitSeconds === undefined) return times[most - 1]! + 1000 * seconds;
  const wait = Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** (times.length - most));
  return times[0]! + 1000 * wait;
}

/**
 * Counts an attempt on a credential, known or made up, before it is evaluated; throws `SLOW` instead when too many lie
 * within the window. With `longestWaitSeconds` each further one waits twice as long, up to that: slow, never locked.
 * In the database, because a guesser may ask every process and outlive them.
 */
export async function countAttempt(
  world: World,
  kind: AttemptKind,
  credentialId: Bytes,
  limit: Rate & { longestWaitSeconds?: number },
): Promise<void> {
  const key = keyOf(kind, credentialId);
  const now = world.clock();
  const after = await world.database.transaction().execute(async (transaction) => {
    // Of many at once each sees those before it.
    await sql`select pg_advisory_xact_lock(${key.readInt32BE(0)}, ${key.readInt32BE(4)})`.execute(
      transaction,
    );
    const rows = await transaction
      .selectFrom('attempts')
      .select('at')
      .where('key', '=', key)
      .where('at', '>', new Date(now - 1000 * limit.seconds))
      .where('at', '<=', new Date(now))
      .orderBy('at', 'desc')
      .limit(100)
      .execute();
    const next = nextAt(
      rows.map(({ at }) => at.getTime()),
      limit,
      limit.longestWaitSeconds,
    );
    if (next > now) return Math.ceil((next - now) / 1000);
    await transaction
      .insertInto('attempts')
      .values({ key, at: new Date(now) })
      .execute();
    return 0;
  });
  if (after > 0) refuse('SLOW', { after });
}

/** After a success: the one who may has come, the failures before don't slow them down. */
export async function forgetAttempts(world: World, kind: AttemptKind, credentialId: Bytes): Promise<void> {
  await world.database.deleteFrom('attempts').where('key', '=', keyOf(kind, credentialId)).execute();
}
