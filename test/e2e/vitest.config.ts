import { defineConfig } from 'vitest/config';
import LongestFirst from '../support/longest-first.ts';

/** The real-editor suite: the packaged extension in code-server, driven by Chromium. Two editors at a time, one for each file. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    exclude: process.env['LIS_README_SEEDS'] ? [] : ['test/e2e/readme.test.ts'], // it takes README's pictures
    globalSetup: ['test/e2e/harness/setup.ts'],
    reporters: ['default', './test/support/tally.ts'],
    sequence: { sequencer: LongestFirst },
    isolate: false, // the files of a worker share its server and its browser (harness/shared.ts)
    maxWorkers: 2, // one waits for pages and processes much of its time; more than two would wait for the cores
    retry: 2, // an editor, a browser and a compute process share the machine with whatever else runs on it
    testTimeout: 300_000, // of a machine several times slower than a developer's: none of it is waited for in vain
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000, interval: 150 } },
  },
});
