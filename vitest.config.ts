import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,property,integration}/**/*.test.ts'],
    testTimeout: 60_000,
  },
});
