import { readConfig } from '@beistand/server/config';
import { type Prepared, prepareDatabase } from '@beistand/server/prepare';

export type Environment = Readonly<Record<string, string | undefined>>;
/** What an operator's verb works with. */
export type Hand = Pick<Prepared, 'owner'> & { origin: string; say: (line: string) => void };

/** Runs one verb on the installation of this environment, beside its server or without one. */
export async function withOwner<T>(
  environment: Environment,
  say: (line: string) => void,
  work: (hand: Hand) => Promise<T>,
): Promise<T> {
  const config = readConfig(environment, 'serve');
  const { owner, close } = await prepareDatabase(config, { mayShare: true, say });
  try {
    return await work({ owner, origin: config.origin, say });
  } finally {
    await close();
  }
}
