/**
 * The library: evaluate a spec and read reports from a program of your own.
 *
 * ```ts
 * import { evaluate, writeReport } from 'lis-lens';
 * const report = await evaluate({ specPath: '/project/lis.yaml', run });
 * ```
 */
export { evaluate } from './evaluation/evaluate.ts';
export { exportFeatures } from './evaluation/export-features.ts';
export type { FeatureManifest } from './evaluation/export-manifest.ts';
export type { EvaluateRequest } from './evaluation/request.ts';
export { compareRuns } from './metrics/compare-runs.ts';
export type { Comparison, DifferenceInterval } from './report/compare.ts';
export { Cancelled, EXIT_CODE, Failure, type FailureKind, type FailureWhere } from './report/failure.ts';
export { staleInputs } from './report/fingerprint.ts';
export { renderReport } from './report/formats.ts';
export type { Phase, Progress, RunContext } from './report/progress.ts';
export type {
  ArmReport,
  Estimate,
  InputFingerprint,
  ModelReport,
  Report,
  SourceReport,
  Verdict,
} from './report/schema.ts';
export {
  cacheFolder,
  type LatestReport,
  latestReport,
  newRunPath,
  readReport,
  writeReport,
  writeRun,
} from './report/store.ts';
export { renderTable, type TableOptions } from './report/table.ts';
export { type ParsedSpec, parseSpec } from './spec/parse.ts';
export type { SpecProblem } from './spec/problem.ts';
export type { Spec, SpecInput } from './spec/schema.ts';
