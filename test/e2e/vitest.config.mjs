import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/e2e/**/*.test.ts'],
    // What it goes through is tested elsewhere: it is there for the images.
    exclude: process.env.PROMPTSTACK_README_IMAGES ? [] : ['test/e2e/readme.test.ts'],
    globalSetup: ['test/e2e/support/installedExtension.ts'],
    // One window at a time: a journey types with the keyboard and measures nothing.
    fileParallelism: false,
    pool: 'forks',
    // A busy machine takes its time; what is right the first time is not waited for.
    expect: { poll: { timeout: 30_000, interval: 100 } },
    // A window on two busy cores now and then misses a click; what fails three times fails.
    retry: 2,
    testTimeout: 300_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
