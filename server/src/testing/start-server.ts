import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../database/embedded.ts';
import { forgetful, small } from '../database/embedded-settings.ts';
import { migrate } from '../database/migrate.ts';

export const templateName = 'template';

export type TestServer = {
  /** What `freshDatabase` wants. */
  socket: string;
  stop: () => Promise<void>;
};

/**
 * One PostgreSQL for a whole run, in the temporary folder (reachable by its unprivileged user when we are root), with
 * every migration applied once to a template that each test file clones.
 *
 * @param migrations folder of migrations instead of the product's own
 */
export async function startTestServer(migrations?: string): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'beistand-test-'));
  rmSync(folder, { recursive: true }); // the database makes it anew with its own user as owner
  const binariesDir = join(tmpdir(), `beistand-postgres-${process.getuid?.()}`);
  mkdirSync(binariesDir, { recursive: true, mode: 0o711 });
  // Two workers, each with several pools, two server processes in some tests.
  const settings = { ...small, ...forgetful, max_connections: '120' };
  const server = await startEmbedded(folder, { settings, binariesDir });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await execute(server.socket, `create database ${templateName}`);
    await migrate({ socket: server.socket, database: templateName }, migrations);
    await execute(server.socket, `alter database ${templateName} is_template true allow_connections false`);
    return { socket: server.socket, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One statement outside every database of ours. */
export async function execute(socket: string, statement: string): Promise<void> {
  const client = new pg.Client({ host: socket, user: 'owner', database: 'postgres' });
  client.on('error', () => {}); // the statement under way rejects with it
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
