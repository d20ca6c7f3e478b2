import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'src',
  testMatch: '*.e2e.ts',
  outputDir: 'results',
  globalSetup: './src/build-once.ts',
  // Every worker has a server and a database of its own; the machine this is meant for has two cores.
  workers: 2,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: 'line',
});
