import { defineConfig } from 'vitest/config';

const pure = ['contract', 'wire', 'crypto', 'web', 'tools'];
const withDatabase = ['server', 'client', 'reader', 'cli', 'bench'];

/** They put others in the place of modules, count what a process does once, or plant what is searched for: each has a worker of its own. */
const alone = [
  'server/src/http/rights-removed',
  'server/src/http/headers',
  'server/src/database/open',
  'client/src/testing/dump',
  'client/src/testing/leak-scan',
  'web/src/worker/without-groups',
].map((path) => `${path}.test.ts`);
const setup = ['server/src/testing/vitest-setup.ts'];

const project = (name: string, globalSetup: string[] = []) => ({
  extends: true as const,
  test: {
    name,
    include: [`${name}/**/*.test.{ts,tsx}`],
    exclude: alone,
    globalSetup,
    // Every file there loads much of the product, and none leaves anything behind in a module.
    isolate: false,
  },
});

export default defineConfig({
  test: {
    // The machine the suite is meant for has two cores; a third worker gained nothing.
    maxWorkers: 2,
    // A busy machine is no fault: what hangs ends here, what is slow doesn't.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    projects: [
      ...pure.map((name) => project(name)),
      ...withDatabase.map((name) => project(name, setup)),
      { extends: true, test: { name: 'alone', include: alone, globalSetup: setup } },
    ],
  },
});
