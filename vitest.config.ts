import { configDefaults, defineConfig, type UserWorkspaceConfig } from 'vitest/config';
import LongestFirst from './test/support/longest-first.ts';

/** Per cent of lines and of branches of src/ outside the editor's files that the tests must reach. */
const coverageGate = 90;

/** DuckDB's own formats and session are no part of the contract that another engine keeps (test/support/engine.ts). */
const notOfEngine =
  (process.env['LIS_TEST_ENGINE'] ?? 'duckdb') === 'duckdb' ? [] : ['test/integration/data/duckdb/**'];

/**
 * Tests that run without coverage, which makes busy code up to four times slower: they test what is not in src/, run the built program in
 * processes and threads that coverage does not see, evaluate logs of tens of thousands of rows by code that small logs cover, or work
 * through many cases against a slow definition.
 */
const uncovered = [
  'test/integration/audit/published.test.ts',
  'test/integration/cli/**/*.test.ts',
  'test/integration/compute/server.test.ts',
  'test/integration/{docs,panel}/**/*.test.ts',
  'test/integration/draft/public-logs.test.ts',
  'test/integration/evaluation/{ads,glove,known-*,lightgbm,logged,probe,projection,reference-run}.test.ts',
  'test/integration/evaluation/{command-staged,id-ranker,item-vectors,rolling-odd,staged-cache}.test.ts',
  'test/integration/{fuzz,library}.test.ts',
  'test/integration/mcp/*.test.ts',
  'test/integration/ranker/**/*.test.ts',
  'test/webview/**/*.test.ts',
];
/** These do not need a process of their own each. */
const uncoveredSharing = [
  'test/property/{metrics,ranker,specfile}/*.test.ts',
  'test/property/preference/{id-embedding,invariants,pairs,vectors}.test.ts',
  'test/unit/{calibration,examples,scripts,validation}/**/*.test.ts',
  'test/unit/audit/data/recipes.test.ts',
  'test/unit/data/text-chunks.test.ts',
  'test/unit/evaluation/base/tune.test.ts',
  'test/unit/metrics/{auc,overlap,paired-runs}.test.ts',
  'test/unit/preference/adapter.test.ts',
  'test/unit/ranker/{deepfm,head/trees}.test.ts',
  'test/unit/specfile/many-keys.test.ts',
];

/** Tests of how long something takes: after all others and one at a time, since the others would be measured with them. */
const clocks = 'test/**/*.clock.test.ts';

/**
 * These share a process, file after file: starting one and loading the modules takes longer than most of them do. Those that replace modules have each a
 * process of its own, as have whole evaluations and what is held to little memory: what files before have left behind counts there.
 */
const ofIntegration = [
  'test/integration/{compute,data,data/duckdb,draft}/*.test.ts',
  'test/integration/audit/code-corpus.test.ts',
];
const sharing = ['test/{unit,property}/**/*.test.ts', ...ofIntegration];
const notSharing =
  'test/unit/{evaluation/{pool,base/cache/cache},vscode/{runs/panel,commands/export}}.test.ts';

const elsewhere = [...configDefaults.exclude, ...notOfEngine, clocks];

function project(
  name: string,
  include: string[],
  test: NonNullable<UserWorkspaceConfig['test']>,
): UserWorkspaceConfig & { extends: true } {
  return { extends: true, test: { name, include, sequence: { groupOrder: 0 }, ...test } };
}

export default defineConfig({
  test: {
    projects: [
      project('shared', sharing, {
        exclude: [...elsewhere, ...uncovered, ...uncoveredSharing, notSharing],
        isolate: false,
      }),
      project('alone', [notSharing, 'test/integration/**/*.test.ts'], {
        exclude: [...elsewhere, ...uncovered, ...ofIntegration],
      }),
      project('uncovered', uncovered, { exclude: elsewhere }),
      project('uncovered-shared', uncoveredSharing, { exclude: elsewhere, isolate: false }),
      project('clock', [clocks], {
        exclude: [...configDefaults.exclude, ...notOfEngine],
        maxWorkers: 1,
        fileParallelism: false,
        sequence: { groupOrder: 1 },
      }),
    ],
    globalSetup: ['test/support/build.ts'],
    reporters: ['default', './test/support/tally.ts'],
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    testTimeout: 180_000, // of a machine several times slower than a developer's
    hookTimeout: 180_000,
    expect: { requireAssertions: true }, // a loop that never turns proves nothing
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/vscode/**', 'src/extension.ts', 'src/kernels/assembly/**', '**/*.d.ts'],
      reporter: ['text-summary', 'json-summary'], // a page for each file takes seconds: --coverage.reporter=html
      reportsDirectory: 'coverage',
      thresholds: { lines: coverageGate, branches: coverageGate },
    },
  },
});
