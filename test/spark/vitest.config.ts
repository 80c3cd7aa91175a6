import { defineConfig } from 'vitest/config';

/**
 * The engine of Spark against Apache Spark itself: `npx vitest run --config test/spark/vitest.config.ts`. It needs Java 17, downloads 0.4 GB once, and
 * starts JVMs (of one file after the other), so that it is no part of `npm test`, which has Sail.
 */
export default defineConfig({
  test: {
    include: ['test/spark/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 900_000,
    expect: { requireAssertions: true },
  },
});
