import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';

export default defineConfig({
  test: {
    reporters: ['default', './tests/setup/plain-reporter.ts'],
    projects: [
      {
        // units, properties, components: no browser, no daemon
        plugins: [WxtVitest()],
        test: {
          name: 'unit',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/e2e/**', 'tests/daemons/**'],
          setupFiles: ['tests/setup/unit.ts'],
          restoreMocks: true,
          testTimeout: 30_000, // properties over thousands of cases, on a machine that has other things to do
        },
      },
      {
        // the real programs: torrent clients, Chromium, Firefox; two at a time, since they wait more than they work
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts', 'tests/daemons/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          retry: 1, // two real programs and a browser on two cores: a moment of theirs is not a fault of ours
        },
      },
    ],
  },
});
