import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { nodeWorld } from '@beistand/client/node';
import type { Config } from '@beistand/server/config';
import { type Database, dataHome } from '@beistand/server/database';
import { addOrganisation, inviteAdministrator } from '@beistand/server/operator';
import { startServer } from '@beistand/server/serve';
import { raiseCast } from './raise-cast.ts';
import { roomyLimits } from './roomy-limits.ts';

const name = 'Lindenwerk';
const host = 'localhost';

/** The cast's organisation becomes the default one as the seed's last act: that is how a whole cast is told from half a one. */
async function stateOf({ kysely }: Database): Promise<'empty' | 'half' | 'whole'> {
  const hosts = await kysely.selectFrom('organisation_hosts').select('is_default').execute();
  if (hosts.length === 0) return 'empty';
  return hosts.some(({ is_default }) => is_default) ? 'whole' : 'half';
}

/**
 * Makes the demo's data on the first start of a trial; later starts find it and leave it as it is. A first start that was
 * interrupted leaves data nobody has used: with the embedded database it is thrown away and begun again.
 */
export async function seedOnce(config: Config, say: (line: string) => void): Promise<void> {
  // A server of its own, gone before the real one listens: nobody is ever served under the seed's limits.
  const running = await startServer(
    { ...config, host, port: 0 },
    { isTrial: true, limits: roomyLimits, say },
  );
  const state = await stateOf(running.owner);
  try {
    if (state === 'empty') await seed(running.owner, running.address, say);
  } finally {
    await running.stop();
  }
  if (state !== 'half') return;
  if (config.databaseUrl)
    throw new Error(
      'The first start was interrupted and left half of the demo: empty the database and start again.',
    );
  say('The first start was interrupted; beginning again.');
  rmSync(join(dataHome(config.dataDir).databaseDir, 'data'), { recursive: true });
  await seedOnce(config, say);
}

async function seed(owner: Database, address: string, say: (line: string) => void): Promise<void> {
  say('First start: making the demo …');
  const organisation = await addOrganisation(owner, { name, host });
  const invited = await inviteAdministrator(owner, name);
  if (!invited) throw new Error('the organisation just added is not there');
  const { port } = new URL(address);
  const newWorld = () => nodeWorld(`http://${host}:${port}`);
  await raiseCast(newWorld, `/i/${Buffer.from(invited.invitation).toString('base64url')}`, say);
  await owner.kysely
    .updateTable('organisation_hosts')
    .set({ is_default: true })
    .where('organisation_id', '=', organisation)
    .execute();
}
