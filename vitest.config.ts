import { configDefaults, defineConfig } from 'vitest/config';

/** Per cent of lines and of branches of src/ outside the editor's files that the tests must reach. */
const coverageGate = 90;

/** DuckDB's own formats and session are no part of the contract that another engine keeps (test/support/engine.ts). */
const notOfEngine =
  (process.env['LIS_TEST_ENGINE'] ?? 'duckdb') === 'duckdb' ? [] : ['test/integration/data/duckdb/**'];

const suites = ['unit', 'property', 'integration', 'webview'];

/** Tests of how long something takes: after all others and one at a time, since the others would be measured with them. */
const clocks = 'test/**/*.clock.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          include: suites.map((suite) => `test/${suite}/**/*.test.ts`),
          exclude: [...configDefaults.exclude, ...notOfEngine, clocks],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'clock',
          include: [clocks],
          exclude: [...configDefaults.exclude, ...notOfEngine],
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    globalSetup: ['test/support/build.ts'],
    reporters: ['default', './test/support/tally.ts'],
    maxWorkers: '100%',
    testTimeout: 180_000, // of a machine several times slower than a developer's
    hookTimeout: 180_000,
    expect: { requireAssertions: true }, // a loop that never turns proves nothing
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/vscode/**', 'src/extension.ts', 'src/kernels/assembly/**', '**/*.d.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      reportsDirectory: 'coverage',
      thresholds: { lines: coverageGate, branches: coverageGate },
    },
  },
});
