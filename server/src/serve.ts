import { join } from 'node:path';
import type { Limits } from '@beistand/contract';
import { type App, createApp } from './app.ts';
import type { Config } from './config.ts';
import { openDatabase } from './database/open.ts';
import type { Documents } from './http/documents.ts';
import { describeFault } from './http/faults.ts';
import { hourOf } from './http/log.ts';
import { startJobs } from './jobs.ts';
import { type Prepared, type PrepareOptions, prepareDatabase } from './prepare.ts';

export type ServeOptions = Pick<PrepareOptions, 'isTrial' | 'say'> & {
  limits?: Limits;
  documents?: Documents;
  tls?: { cert: string; key: string };
  log?: { write: (line: string) => void };
  /** A database that is ready already; it closes with the server. */
  prepared?: Prepared;
};

export type Running = Pick<Prepared, 'owner' | 'connection' | 'lost'> & {
  app: App;
  address: string;
  stop: () => Promise<void>;
};

/** The whole server by its configuration: database, migrations, secrets, app, timed work. Undone in reverse by `stop`. */
export async function startServer(config: Config, options: ServeOptions = {}): Promise<Running> {
  const prepared = options.prepared ?? (await prepareDatabase(config, options));
  const { connection, secrets, owner, lost, close } = prepared;
  const undo: (() => Promise<unknown>)[] = [close];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const database = openDatabase({ connection, role: 'app' });
    undo.push(database.close);
    const filesFolder = join(config.dataDir, 'files');
    const { trustProxy } = config;
    const app = await createApp({ ...options, database, secrets, connection, filesFolder, trustProxy });
    undo.push(app.close);
    undo.push(
      await startJobs(app.world, connection, (work, error) =>
        options.log?.write(
          `${JSON.stringify({ level: 50, hour: hourOf(app.world.clock()), work, ...describeFault(error) })}\n`,
        ),
      ),
    );
    const address = await app.listen({ port: config.port, host: config.host });
    return { app, address, owner, connection, lost, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
