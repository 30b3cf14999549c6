import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores: a worker a core.
    maxWorkers: 2,
    // An end to what hangs, not a measure of speed: the tests that run a network or a browser share busy machines.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
