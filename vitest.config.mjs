import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/unit/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['test/support/propertySeed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Some tests wait for a real disk to report a change; a machine that others use may once be too slow.
    retry: process.env.CI ? 1 : 0,
    pool: 'threads',
  },
});
