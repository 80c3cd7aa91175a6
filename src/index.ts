/**
 * The library: evaluate a spec and read reports from a program of your own. docs/reference/library.md has an example, and
 * scripts/lib/library makes the types that an outsider sees. What is exported here is what they can rely on.
 */

import { defaultEngine } from './data/default-engine.ts';
import { auditSpec } from './evaluation/audit/audit.ts';
import type { AuditRequest } from './evaluation/audit/request.ts';
import { evaluate as evaluateWith } from './evaluation/evaluate.ts';
import { exportFeatures as exportWith } from './evaluation/export/features.ts';
import type { FeatureManifest } from './evaluation/export/manifest.ts';
import { loadSpec } from './evaluation/load-spec.ts';
import type { EvaluateRequest } from './evaluation/request.ts';
import type { Report } from './report/schema.ts';
import type { Audit } from './report/schema-audit.ts';

/**
 * Evaluates a spec.
 * @throws Failure with the file, line and column of what is wrong; Cancelled when `request.run.signal` aborts.
 */
export async function evaluate(request: EvaluateRequest): Promise<Report> {
  return evaluateWith(request, await defaultEngine());
}

/**
 * Audits a spec for leakage: its log with all columns, its split, and the training code beside it.
 * @throws Failure as `evaluate`; Cancelled
 */
export async function audit(request: AuditRequest): Promise<Audit> {
  return auditSpec(await loadSpec(request.specPath, request.specText), request, await defaultEngine());
}

/**
 * Writes `base.parquet`, one file per source and per model with vectors, and `manifest.json` into `folder`, which is made where it is absent.
 * @throws Failure as `evaluate`; Cancelled
 */
export async function exportFeatures(request: EvaluateRequest, folder: string): Promise<FeatureManifest> {
  return exportWith(request, folder, await defaultEngine());
}

export {
  auditNotebook,
  auditPython,
  type CellFinding,
  type CellsAudit,
  CODE_RULES,
  type CodeAudit,
  type CodeFinding,
  type RuleWords,
} from './audit/code/index.ts';
export { Cancelled, EXIT_CODE, Failure, type FailureKind, type FailureWhere } from './common/failure.ts';
export type { Phase, Progress, RunContext } from './common/progress.ts';
export type { AuditRequest } from './evaluation/audit/request.ts';
export type { FeatureManifest } from './evaluation/export/manifest.ts';
export type { EvaluateRequest } from './evaluation/request.ts';
export { compareRuns } from './metrics/intervals/compare-runs.ts';
export type { Comparison, DifferenceInterval, NamedReport } from './report/compare.ts';
export { type RenderOptions, type ReportFormat, renderReport } from './report/exports/formats.ts';
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
export type { Audit, AuditCode, Finding } from './report/schema-audit.ts';
export { renderTable, type TableOptions } from './report/terminal/table.ts';
export { type ParsedSpec, parseSpec } from './specfile/reading/parse.ts';
export type { SpecProblem } from './specfile/reading/problem.ts';
export type { Spec, SpecInput } from './specfile/schema.ts';
