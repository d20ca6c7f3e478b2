import { defineConfig } from '@playwright/test';

const hostile = 'r11-xss.e2e.ts';

export default defineConfig({
  testDir: 'src',
  projects: [
    // First, for it has a house of its own: whoever comes to it in the middle would leave theirs and open another after it.
    { name: 'hostile', testMatch: hostile, fullyParallel: false },
    { name: 'all', testMatch: '*.e2e.ts', testIgnore: hostile },
  ],
  outputDir: 'results',
  globalSetup: './src/build-once.ts',
  // Every worker has a server and a database of its own; the machine this is meant for has two cores.
  workers: 2,
  // Test by test, so that no worker is left with a long file while the other has nothing to do.
  fullyParallel: true,
  // A busy machine is no fault: what hangs ends here, what is slow doesn't.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: 'line',
});
