import { createHash } from 'node:crypto';
import type { Rate } from '@beistand/contract';
import type { Bytes } from '@beistand/wire';
import { sql } from 'kysely';
import type { Caller } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import type { World } from '../world.ts';

type Slowing = Rate & { longestWaitSeconds: number; aside: number };
export type AttemptKind = 'sign-in' | 'recovery';

const keyOf = (kind: AttemptKind, credentialId: Bytes) =>
  createHash('sha256').update(`${kind}:`).update(credentialId).digest();

const firstWaitSeconds = 5;

/** When the next attempt is welcome, in ms, if `times` (newest first) lie within the window. */
function nextAt(times: number[], { most, longestWaitSeconds }: Slowing): number {
  if (times.length < most) return 0;
  const wait = Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** (times.length - most));
  return times[0]! + 1000 * wait;
}

/**
 * Counts an attempt on a credential, known or made up, before it is evaluated; throws `SLOW` instead when too many lie
 * within the window: each further one waits twice as long, up to `longestWaitSeconds`. The first `aside` from a network
 * don't wait for the others', so that nobody is kept out by a stranger who takes every turn.
 * In the database, because a guesser may ask every process and outlive them.
 */
export async function countAttempt(
  world: World,
  { prefix }: Pick<Caller, 'prefix'>,
  kind: AttemptKind,
  credentialId: Bytes,
  limit: Slowing,
): Promise<void> {
  const key = keyOf(kind, credentialId);
  const now = world.clock();
  const { aside, seconds } = limit;
  const after = await world.database.transaction().execute(async (transaction) => {
    // Of many at once each sees those before it.
    await sql`select pg_advisory_xact_lock(${key.readInt32BE(0)}, ${key.readInt32BE(4)})`.execute(
      transaction,
    );
    // Whoever floods a name has used up their own.
    const isAmongFew =
      world.windows.count(`${kind}:${toText(key)}:${prefix}`, { most: aside, seconds }) === 0;
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
    );
    if (next > now && !isAmongFew) return Math.ceil((next - now) / 1000);
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
