/**
 * The library: evaluate a spec and read reports from a program of your own.
 *
 * ```ts
 * import { evaluate, writeReport } from 'lis-lens';
 * const report = await evaluate({ specPath: '/project/lis.yaml', run });
 * ```
 */

export { Cancelled, EXIT_CODE, Failure, type FailureKind, type FailureWhere } from './common/failure.ts';
export type { Phase, Progress, RunContext } from './common/progress.ts';
export { evaluate } from './evaluation/evaluate.ts';
export { exportFeatures } from './evaluation/export/features.ts';
export type { FeatureManifest } from './evaluation/export/manifest.ts';
export type { EvaluateRequest } from './evaluation/request.ts';
export { compareRuns } from './metrics/intervals/compare-runs.ts';
export type { Comparison, DifferenceInterval } from './report/compare.ts';
export { renderReport } from './report/exports/formats.ts';
export { staleInputs } from './report/kept/fingerprint.ts';
export {
  cacheFolder,
  type LatestReport,
  latestReport,
  newRunPath,
  readReport,
  writeReport,
  writeRun,
} from './report/kept/store.ts';
export type {
  ArmReport,
  Estimate,
  InputFingerprint,
  ModelReport,
  Report,
  SourceReport,
  Verdict,
} from './report/schema.ts';
export { renderTable, type TableOptions } from './report/terminal/table.ts';
export { type ParsedSpec, parseSpec } from './specfile/reading/parse.ts';
export type { SpecProblem } from './specfile/reading/problem.ts';
export type { Spec, SpecInput } from './specfile/schema.ts';
