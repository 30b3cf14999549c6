import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores: a worker a core; the tests that run a network or the command line need the headroom.
    maxWorkers: 2,
    testTimeout: 120_000,
  },
});
