/**
 * What the compute process can be asked to do: each job from its message to the message that ends it. The core is handed
 * in, so that the conversation around it is tested without data.
 */

import { Cancelled } from '../common/failure.ts';
import type { RunContext } from '../common/progress.ts';
import type { Draft, DraftRequest } from '../draft/draft.ts';
import type { FeatureManifest } from '../evaluation/export/manifest.ts';
import type { EvaluateRequest } from '../evaluation/request.ts';
import type { HostPayloads, JobMessage, WorkerMessage } from '../protocol/messages.ts';
import { cacheFolder } from '../report/kept/store.ts';
import type { Report } from '../report/schema.ts';
import type { Audit } from '../report/schema-audit.ts';
import type { AuditOf } from './audit.ts';
import { summarize } from './summary.ts';

export interface JobParts {
  evaluate(request: EvaluateRequest): Promise<Report>;
  draft(request: DraftRequest, run: RunContext): Promise<Draft>;
  exportFeatures(request: EvaluateRequest, folder: string): Promise<FeatureManifest>;
  audit(request: AuditOf, run: RunContext): Promise<Audit>;
  writeAudit(path: string, audit: Audit): Promise<void>;
  /** @throws Failure where a report could not be written: better before minutes of work than after. */
  assertWritable(path: string): Promise<void>;
  /** @returns where it was written: beside the path asked for where that is taken. */
  writeRun(path: string, report: Report): Promise<string>;
}

/** @returns the message that ends the job in order. @throws Failure, Cancelled */
export function runJob(
  parts: JobParts,
  { type, payload }: JobMessage,
  run: RunContext,
): Promise<WorkerMessage> {
  switch (type) {
    case 'evaluate':
      return evaluate(parts, payload, run);
    case 'draft':
      return draft(parts, payload, run);
    case 'exportFeatures':
      return exportFeatures(parts, payload, run);
    case 'audit':
      return audit(parts, payload, run);
  }
}

async function evaluate(
  parts: JobParts,
  { runId, reportPath, specPath, specText, overrides, origin }: HostPayloads['evaluate'],
  run: RunContext,
): Promise<WorkerMessage> {
  await parts.assertWritable(reportPath);
  if (run.signal.aborted) throw new Cancelled();
  const report = await parts.evaluate({
    specPath,
    specText,
    seeds: overrides.seeds,
    precision: overrides.precision,
    sources: overrides.sources,
    origin: origin ?? 'editor',
    run: { ...run, cacheFolder: cacheFolder(specPath) },
  });
  if (run.signal.aborted) throw new Cancelled();
  const written = await parts.writeRun(reportPath, report);
  return { type: 'finished', payload: { runId, reportPath: written, summary: summarize(report) } };
}

async function draft(
  parts: JobParts,
  { runId, data, out }: HostPayloads['draft'],
  run: RunContext,
): Promise<WorkerMessage> {
  const cwd = process.cwd(); // every path is absolute
  return { type: 'drafted', payload: { runId, ...(await parts.draft({ data, cwd, out }, run)) } };
}

async function exportFeatures(
  parts: JobParts,
  { runId, specPath, specText, folder }: HostPayloads['exportFeatures'],
  run: RunContext,
): Promise<WorkerMessage> {
  const { files } = await parts.exportFeatures({ specPath, specText, run }, folder);
  const facts = files.map(({ file, rows, columns }) => ({ file, rows, features: columns.length }));
  return { type: 'exported', payload: { runId, files: facts } };
}

async function audit(
  parts: JobParts,
  { runId, auditPath, ...asked }: HostPayloads['audit'],
  run: RunContext,
): Promise<WorkerMessage> {
  await parts.assertWritable(auditPath);
  if (run.signal.aborted) throw new Cancelled();
  const found = await parts.audit(asked, run);
  if (run.signal.aborted) throw new Cancelled();
  await parts.writeAudit(auditPath, found);
  return { type: 'audited', payload: { runId, auditPath } };
}
