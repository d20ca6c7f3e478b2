import { defineConfig } from 'vitest/config';

const pure = ['contract', 'wire', 'crypto', 'web', 'tools'];
const withDatabase = ['server', 'client', 'reader', 'cli', 'bench'];

const project = (name: string, globalSetup: string[] = []) => ({
  extends: true as const,
  test: {
    name,
    include: [`${name}/**/*.test.{ts,tsx}`],
    globalSetup,
    // Every file there loads client and server whole, and none leaves anything behind in a module.
    isolate: name !== 'client',
  },
});

export default defineConfig({
  test: {
    // The machine the suite is meant for has two cores, and each worker brings connections to one database.
    maxWorkers: 2,
    // A busy machine is no fault: what hangs ends here, what is slow doesn't.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    projects: [
      ...pure.map((name) => project(name)),
      ...withDatabase.map((name) => project(name, ['server/src/testing/vitest-setup.ts'])),
    ],
  },
});
