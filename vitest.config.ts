import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/fixtures/**'],
    // Each file in a process of its own: node-client patches `console`, and tests start servers and Neovims.
    pool: 'forks',
    // A screen test starts a real Neovim and a Node host, on a machine that may be busy.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Some tests hold real time limits (a disconnect within 50 ms). In CI one stall of the machine must not fail a change; by hand it shows.
    retry: process.env['CI'] === undefined ? 0 : 1,
  },
});
