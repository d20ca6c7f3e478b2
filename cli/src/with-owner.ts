import type { Environment } from '@beistand/server/config';
import { type Prepared, prepareDatabase } from '@beistand/server/prepare';
import { checkPlace } from './check-place.ts';

/** What an operator's verb works with. */
export type Hand = Pick<Prepared, 'owner'> & { origin: string; say: (line: string) => void };

/** Runs one verb on the installation of this environment, beside its server or without one. */
export async function withOwner<T>(
  environment: Environment,
  { say, isRoot }: { say: (line: string) => void; isRoot: boolean },
  work: (hand: Hand) => Promise<T>,
): Promise<T> {
  const config = await checkPlace(environment, { listens: false, isRoot });
  const { owner, close } = await prepareDatabase(config, { mayShare: true, say });
  try {
    return await work({ owner, origin: config.origin, say });
  } finally {
    await close();
  }
}
