import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/e2e/support/installedExtension.ts'],
    // One window at a time: a journey types with the keyboard and measures nothing.
    fileParallelism: false,
    pool: 'forks',
    // A busy machine takes its time; what is right the first time is not waited for.
    expect: { poll: { timeout: 15_000, interval: 100 } },
    // A window on two busy cores now and then misses a click; what fails three times fails.
    retry: 2,
    testTimeout: 180_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
