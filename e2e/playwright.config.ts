import { defineConfig } from '@playwright/test';

/** They begin first, so that no worker is left with one of them while the other has nothing to do. */
const long = /(staff-journey|screens|r11-xss|seeker-faults)\.e2e\.ts$/;

export default defineConfig({
  testDir: 'src',
  projects: [
    { name: 'long', testMatch: long },
    { name: 'short', testMatch: '*.e2e.ts', testIgnore: long },
  ],
  outputDir: 'results',
  globalSetup: './src/build-once.ts',
  // Every worker has a server and a database of its own; the machine this is meant for has two cores.
  workers: 2,
  fullyParallel: false,
  // A busy machine is no fault: what hangs ends here, what is slow doesn't. Who fails twice has failed.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  retries: process.env.CI ? 1 : 0,
  reporter: 'line',
});
