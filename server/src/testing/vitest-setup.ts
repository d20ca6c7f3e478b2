import type { TestProject } from 'vitest/node';
import { startTestServer, type TestServer } from './start-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseSocket: string;
  }
}

// Vitest loads this file once per project but runs every setup in one process: the global is what they share.
const shared = globalThis as { beistandTestServer?: { users: number; server: Promise<TestServer> } };

/** Starts the run's one PostgreSQL when the first project that needs it has tests to run, and stops it with the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.beistandTestServer ??= { users: 0, server: startTestServer() };
  const use = shared.beistandTestServer;
  use.users += 1;
  const server = await use.server;
  project.provide('databaseSocket', server.socket);
  return async () => {
    use.users -= 1;
    if (use.users > 0) return;
    delete shared.beistandTestServer;
    await server.stop();
  };
}
