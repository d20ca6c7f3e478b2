import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeWorld } from '@beistand/client/node';
import type { Config } from '@beistand/server/config';
import { type Database, dataHome } from '@beistand/server/database';
import { addOrganisation, inviteAdministrator } from '@beistand/server/operator';
import { type Prepared, prepareDatabase } from '@beistand/server/prepare';
import { startServer } from '@beistand/server/serve';
import { raiseCast } from './raise-cast.ts';
import { roomyLimits } from './roomy-limits.ts';

const name = 'Lindenwerk';
const host = 'localhost';

/** Written by the seed before its first act and removed after its last; names the installation it belongs to. */
const markIn = ({ dataDir }: Config) => join(dataDir, 'unfinished-demo');

const markedInstance = (mark: string): string | null =>
  existsSync(mark) ? readFileSync(mark, 'utf8') : null;

type State = { is: 'empty' | 'half' | 'whole'; instance: string };

/** The cast's organisation becomes the default one as the seed's last act: that is how a whole cast is told from half a one. */
async function stateOf({ kysely }: Database, mark: string): Promise<State> {
  const { instance, is_trial } = await kysely
    .selectFrom('installation')
    .select(['instance', 'is_trial'])
    .executeTakeFirstOrThrow();
  const hosts = await kysely.selectFrom('organisation_hosts').select('is_default').execute();
  if (hosts.some(({ is_default }) => is_default)) return { is: 'whole', instance };
  if (hosts.length === 0) return { is: 'empty', instance };
  if (is_trial && markedInstance(mark) === instance) return { is: 'half', instance };
  throw new Error(
    'There are organisations here that are not the demo, so nothing is made and nothing is changed: name another DATA_DIR or DATABASE_URL.',
  );
}

/**
 * Makes the demo's data on the first start of a trial; later starts find it and leave it as it is. A first start that was
 * interrupted leaves data nobody has used: with the embedded database it is put aside and begun again. Answers the
 * database, ready to be served.
 */
export async function seedOnce(config: Config, say: (line: string) => void): Promise<Prepared> {
  const mark = markIn(config);
  const prepared = await prepareDatabase(config, { isTrial: true, say });
  let state: State;
  try {
    state = await stateOf(prepared.owner, mark);
    if (state.is === 'whole') {
      rmSync(mark, { force: true });
      return prepared;
    }
    if (state.is === 'half' && config.databaseUrl)
      throw new Error(
        'The first start was interrupted and left half of the demo in the database of DATABASE_URL: empty it and start again.',
      );
  } catch (error) {
    await prepared.close();
    throw error;
  }
  if (state.is === 'empty') await makeDemo(config, prepared, state, say);
  else {
    await prepared.close();
    say(
      `The first start was interrupted; beginning again. What there was is kept in ${putAside(config, state)}.`,
    );
  }
  return seedOnce(config, say);
}

/** By a server of its own, gone before the real one listens: nobody is ever served under the seed's limits. */
async function makeDemo(
  config: Config,
  prepared: Prepared,
  { instance }: State,
  say: (line: string) => void,
) {
  writeFileSync(markIn(config), instance);
  const running = await startServer(
    { ...config, host, port: 0 },
    { isTrial: true, prepared, limits: roomyLimits },
  );
  try {
    await seed(running.owner, running.address, say);
  } finally {
    await running.stop();
  }
}

function putAside({ dataDir }: Config, { instance }: State): string {
  const { databaseDir } = dataHome(dataDir);
  const aside = join(databaseDir, `unfinished-${instance.slice(0, 8)}`);
  renameSync(join(databaseDir, 'data'), aside);
  return aside;
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
